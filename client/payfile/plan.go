// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

const uetrTag = "tael/payfile/uetr/v1"

// settledOnChain is the settlement method (SttlmMtd) of an interbank file that is paid here: by clearing. INDA, INGA and
// COVE say that the agents settle on their own books.
const settledOnChain = "CLRG"

// Planner makes the content of a file's payments, be it a customer's (pain.001) or a custodian's (pacs.008). It has no
// clock and no memory: the same transfer of the same file always gives the same content.
type Planner struct {
	// ChainID is the chain that the content is for.
	ChainID string
	// Directory knows the accounts.
	Directory *Directory
	// Zone is where the execution day ends, the same as the reader's; nil is iso20022.China.
	Zone *time.Location
}

// Plan is what becomes of one transfer: a content to be signed by a device, or a refusal.
type Plan struct {
	// Content is complete but for the signature.
	Content wallet.Content
	// Device is the payer's device, Algorithm its key's.
	Device    [wallet.AddressLength]byte
	Algorithm wallet.KeyAlgorithm
	// PayerCustodian and PayeeCustodian are the ids of the members that keep the wallets.
	PayerCustodian, PayeeCustodian string
	// Refusal is zero unless the transfer is not sent; then all else is zero.
	Refusal Refusal
}

// Refused says whether there is no instruction.
func (p Plan) Refused() bool { return p.Refusal.Reason != ReasonNone }

// Plan maps one transfer of a file that iso20022.Check has passed. The header is that of the file.
func (p Planner) Plan(header iso20022.GroupHeader, t iso20022.Transfer) Plan {
	payer, payee, refusal := p.parties(t)
	if refusal.Reason == ReasonNone {
		refusal = p.agents(header, t, payer, payee)
	}
	if refusal.Reason != ReasonNone {
		return Plan{Refusal: refusal}
	}
	algorithm, _ := parseAlgorithm(payer.Device.Algorithm)
	uetr := transferUETR(header, t)
	return Plan{
		Device:         payer.device,
		Algorithm:      algorithm,
		PayerCustodian: payer.Custodian,
		PayeeCustodian: payee.Custodian,
		Content: wallet.Content{
			Kind:       wallet.INSTRUCTION_KIND_PAY,
			ChainID:    p.ChainID,
			UETR:       uetr,
			Payer:      payer.address,
			Payee:      payee.address,
			Denom:      strings.ToLower(t.Currency),
			Amount:     t.Amount,
			Purpose:    purpose(t.Purpose),
			Reference:  p.Directory.reference(uetr, t.Remittance),
			ValidUntil: p.validUntil(t.Payment.Execution),
		},
	}
}

// parties finds both accounts and judges what can be judged without the chain.
func (p Planner) parties(t iso20022.Transfer) (payer, payee Entry, refusal Refusal) {
	debtor, creditor := t.Payment.DebtorAccount, t.CreditorAccount
	payer, ok := p.Directory.Entry(debtor.ID())
	if !ok {
		return payer, payee, refuse(ReasonPayerUnknown, "expected a debtor's account of the directory, got %s", debtor.Masked())
	}
	if payer.Device == nil {
		return payer, payee, refuse(ReasonPayerWithoutDevice, "expected a device for account %s, got none", debtor.Masked())
	}
	if creditor.ID() == "" {
		return payer, payee, refuse(ReasonPayeeMissing, "expected an account of the creditor, got none")
	}
	if payee, ok = p.Directory.Entry(creditor.ID()); !ok {
		return payer, payee, refuse(ReasonPayeeUnknown, "expected a creditor's account of the directory, got %s", creditor.Masked())
	}
	if t.Currency != payer.Currency || t.Currency != payee.Currency {
		return payer, payee, refuse(ReasonCurrencyMismatch, "expected an amount in the accounts' currencies, %s to %s, got %s",
			payer.Currency, payee.Currency, t.Currency)
	}
	if t.Amount > wallet.MaxAmount {
		return payer, payee, refuse(ReasonAmountTooLarge, "expected at most %d minor units, got %d", wallet.MaxAmount, t.Amount)
	}
	return payer, payee, Refusal{}
}

// agents holds the institutions that the file names against those that keep the accounts. An interbank file moves the
// money of its sender's customers only: whoever could name other debtors could empty any account of the directory.
func (p Planner) agents(header iso20022.GroupHeader, t iso20022.Transfer, payer, payee Entry) Refusal {
	if header.SettlementMethod != "" {
		if refusal := p.sender(header, t, payer); refusal.Reason != ReasonNone {
			return refusal
		}
	}
	for _, side := range []struct {
		what, bic string
		keeper    string
	}{
		{"debtor", t.Payment.DebtorAgent, payer.Custodian},
		{"creditor", t.CreditorAgent, payee.Custodian},
	} {
		if named, ok := p.Directory.MemberOf(side.bic); ok && named != side.keeper {
			return refuse(ReasonAgentMismatch, "expected %s as the %s's agent, got %s of %s", side.keeper, side.what, side.bic, named)
		}
	}
	return Refusal{}
}

// sender judges what only an interbank file says.
func (p Planner) sender(header iso20022.GroupHeader, t iso20022.Transfer, payer Entry) Refusal {
	if header.SettlementMethod != settledOnChain {
		return refuse(ReasonSettlementMethod, "expected settlement by %s, got %s", settledOnChain, header.SettlementMethod)
	}
	sender, ok := p.Directory.MemberOf(t.InstructingAgent)
	if !ok {
		return refuse(ReasonAgentUnknown, "expected an instructing agent of the directory, got %q", t.InstructingAgent)
	}
	if sender != payer.Custodian {
		return refuse(ReasonPayerNotOfSender, "expected a debtor's account that %s keeps, got one of %s", sender, payer.Custodian)
	}
	if t.Payment.Execution.IsZero() {
		return refuse(ReasonSettlementDateMissing, "expected a date of settlement, got none")
	}
	return Refusal{}
}

// transferUETR is the file's own UETR, or one that follows from the references: SHA-256 over a tag and, each with its
// length before it, the debtor's account, MsgId, PmtInfId, EndToEndId and the transfer's place in the file.
func transferUETR(header iso20022.GroupHeader, t iso20022.Transfer) wallet.UETR {
	if t.UETR != "" {
		if given, err := wallet.ParseUETR(t.UETR); err == nil {
			return given
		}
	}
	index := binary.BigEndian.AppendUint64(nil, uint64(t.Index))
	form := []byte(uetrTag)
	for _, part := range []string{t.Payment.DebtorAccount.ID(), header.MessageID, t.Payment.ID, t.EndToEndID, string(index)} {
		form = binary.BigEndian.AppendUint32(form, uint32(len(part)))
		form = append(form, part...)
	}
	return wallet.NewUETRFromSHA256(sha256.Sum256(form))
}

// reference is the salted digest of what the payer writes to the payee, zero where nothing is written. The salt follows
// from the directory's secret and the UETR: a second run repeats it, and nobody without the secret can try texts.
func (d *Directory) reference(uetr wallet.UETR, remittance []byte) [32]byte {
	if remittance == nil {
		return [32]byte{}
	}
	salt := d.Salt(uetr)
	return sha256.Sum256(append(salt[:], remittance...))
}

// Salt is HMAC-SHA256(secret, UETR): what opens the reference digest of that one payment.
func (d *Directory) Salt(uetr wallet.UETR) [32]byte {
	mac := hmac.New(sha256.New, d.secret[:])
	mac.Write(uetr[:])
	return [32]byte(mac.Sum(nil))
}

// validUntil is the last second of the execution day. The content must not depend on when a file is read, else a second
// run would say something else under the same UETR. Since the reader refuses days to come, it lies at most 24 hours
// ahead, which is what the chain allows; a file of an earlier day is expired by itself and only finds what it paid.
func (p Planner) validUntil(execution time.Time) uint64 {
	zone := p.Zone
	if zone == nil {
		zone = iso20022.China
	}
	year, month, day := execution.In(zone).Date()
	return uint64(time.Date(year, month, day+1, 0, 0, 0, 0, zone).Unix() - 1)
}

// purpose is the code if it is one that an instruction carries: four capital letters or digits.
func purpose(code string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	if len(code) != 4 || strings.Trim(code, alphabet) != "" {
		return ""
	}
	return code
}

// Instruction is the signed instruction: the content in the RAW form of the payer's device. Errors: as Sign.
func (p Plan) Instruction(signer wallet.Signer) (wallet.SignedInstruction, error) {
	if p.Refused() {
		return wallet.SignedInstruction{}, ErrNotPlanned.Wrap(p.Refusal.Detail)
	}
	if device := wallet.DeviceID(signer.Algorithm(), signer.PublicKey()); device != p.Device {
		return wallet.SignedInstruction{}, ErrWrongDevice.Wrapf("expected device %x, got %x", p.Device, device)
	}
	ins, err := wallet.NewInstruction(p.Content, nil)
	if err != nil {
		return ins, err
	}
	return ins, ins.SignWith(signer, signer.Algorithm().RawForm(), 0)
}

// Sign makes the encoded instruction, signed in the RAW form by the payer's device. Errors: ErrNotPlanned,
// ErrWrongDevice, or what wallet says of the content.
func (p Plan) Sign(signer wallet.Signer) ([]byte, error) {
	instruction, err := p.Instruction(signer)
	if err != nil {
		return nil, err
	}
	return instruction.Encode(), nil
}
