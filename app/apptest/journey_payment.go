// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// pay: pay alice to=bob amount=10.00 [denom=cny] [uetr=lunch] [with=device|owner] [factors=2] [valid=1h] [forged]
// [fee=bank-a/fees:0.30] [channel=static-code] [person=anna] [own], or pay alice uetr=lunch again
func (j *Journey) pay(a *args) string {
	p := a.person(a.first())
	with := "device"
	if p.Owner != nil {
		with = "owner"
	}
	content := j.payContent(a, p)
	if a.err != nil {
		return ""
	}
	if a.text("with", with) == "owner" {
		return j.deliver(p.Owner, &payment.MsgPay{
			Payer: p.Address.String(), Uetr: content.UETR.String(), Payee: sdk.AccAddress(content.Payee[:]).String(),
			Denom: content.Denom, Amount: content.Amount, ValidUntil: content.ValidUntil, Extras: j.extras[content.UETR],
		})
	}
	return j.carry(p.Bank, payment.BATCH_MODE_EACH, j.sign(a, content, j.extras[content.UETR], j.signersOf(a, p)...))
}

// payContent is a new instruction's content, or with again the very same that the UETR had before.
func (j *Journey) payContent(a *args, p *Person) wallet.Content {
	if a.has("again") {
		return j.content[a.text("uetr", required)]
	}
	c := wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: j.ID, UETR: a.uetr(), Payer: [20]byte(p.Address),
		Payee: [20]byte(a.person(a.text("to", required)).Address), Denom: a.denom(), Amount: a.amount(), ValidUntil: a.until(),
	}
	extras := a.extras(p)
	c.ExtrasDigest = wallet.ExtrasDigest(extras)
	if _, used := j.content[a.text("uetr", "")]; !used {
		j.content[a.text("uetr", "")] = c
	}
	j.extras[c.UETR] = extras
	return c
}

// extras are what a payment carries beside its content.
func (a *args) extras(p *Person) []byte {
	var e wallet.Extras
	for _, leg := range a.list("fee") {
		to, amount, _ := strings.Cut(leg, ":")
		minor, _, err := payment.ParseAmount(amount+" CNY", 2)
		if err != nil {
			a.fail(err)
		}
		e.Fees = append(e.Fees, wallet.FeeLeg{Payee: [20]byte(a.person(to).Address), Amount: minor})
	}
	slices.SortFunc(e.Fees, func(x, y wallet.FeeLeg) int { return bytes.Compare(x.Payee[:], y.Payee[:]) })
	e.Channel = wallet.Channel(a.enum("channel", "CHANNEL_", wallet.Channel_value, "unspecified"))
	if a.has("person") {
		e.Person = &wallet.PersonOpening{Tag: tag(a.text("person", required)), Salt: personSalt(p.Name)}
	}
	if a.has("own") {
		salt := personSalt(a.text("to", required))
		e.OwnSalt = &salt
	}
	return e.Encode()
}

// signersOf are the devices that sign: the first, or both with factors=2, or a stranger's with forged.
func (j *Journey) signersOf(a *args, p *Person) []wallet.Signer {
	switch {
	case a.has("forged"):
		return []wallet.Signer{forger{p.Device}}
	case a.number("factors", 1) == 2:
		return []wallet.Signer{p.Device, p.Second}
	case a.number("device", 1) == 2:
		return []wallet.Signer{p.Second}
	default:
		return []wallet.Signer{p.Device}
	}
}

// forger shows a device's key and signs something else.
type forger struct{ wallet.Signer }

func (f forger) Sign(digest [32]byte) ([64]byte, error) {
	digest[0] ^= 1
	return f.Signer.Sign(digest)
}

func (j *Journey) sign(a *args, c wallet.Content, extras []byte, signers ...wallet.Signer) []byte {
	ins, err := wallet.NewInstruction(c, extras)
	if err != nil {
		a.fail(err)
		return nil
	}
	eip155, err := j.App.Keepers.Consortium.EIP155ID(j.Context())
	if err != nil {
		a.fail(err)
	}
	for _, s := range signers {
		form := map[wallet.KeyAlgorithm]wallet.SignatureForm{
			wallet.KEY_ALGORITHM_ED25519:   wallet.SIGNATURE_FORM_RAW_ED25519,
			wallet.KEY_ALGORITHM_P256:      wallet.SIGNATURE_FORM_RAW_P256,
			wallet.KEY_ALGORITHM_SECP256K1: wallet.SIGNATURE_FORM_RAW_SECP256K1,
		}[s.Algorithm()]
		if a.has("eip712") {
			form = wallet.SIGNATURE_FORM_EIP712_SECP256K1
		}
		if err := ins.SignWith(s, form, eip155); err != nil {
			a.fail(err)
		}
	}
	if a.has("form") {
		ins.Signatures[0].Form = wallet.SignatureForm(a.enum("form", "SIGNATURE_FORM_", wallet.SignatureForm_value, required))
	}
	return ins.Encode()
}

func (j *Journey) carry(bank string, mode payment.BatchMode, instructions ...[]byte) string {
	lane := j.officer(bank, genesis.KeySubmitter)
	return j.deliver(lane, &payment.MsgPayBatch{
		Carrier: sdk.AccAddress(lane.PubKey().Address()).String(), Mode: mode, Instructions: instructions,
	})
}

// batch: batch bank-a mode=each|atomic, then one line per instruction: pay alice to=bob amount=1.00, or refund ….
func (j *Journey) batch(a *args) string {
	var instructions [][]byte
	for line := range strings.Lines(a.d.Input) {
		inner := a.inner(strings.TrimSpace(line))
		switch inner.d.Cmd {
		case "pay":
			p := inner.person(inner.first())
			instructions = append(instructions, j.payInstruction(inner, p))
		case "refund":
			content, extras, p := j.refundContent(inner)
			instructions = append(instructions, j.sign(inner, content, extras, j.signersOf(inner, p)...))
		case "garbage":
			instructions = append(instructions, []byte{0xff, 0xff})
		}
		if inner.err != nil {
			a.fail(inner.err)
			return ""
		}
	}
	mode := payment.BatchMode(a.enum("mode", "BATCH_MODE_", payment.BatchMode_value, "each"))
	return j.carry(a.first(), mode, instructions...)
}

func (j *Journey) payInstruction(a *args, p *Person) []byte {
	content := j.payContent(a, p)
	return j.sign(a, content, j.extras[content.UETR], j.signersOf(a, p)...)
}

// refund: refund shop of=lunch amount=3.00 [uetr=back] [with=owner|device], or refund shop of=lunch uetr=back again
func (j *Journey) refund(a *args) string {
	content, extras, p := j.refundContent(a)
	if a.err != nil {
		return ""
	}
	if a.text("with", "device") == "owner" {
		original := j.content[a.text("of", required)]
		return j.deliver(p.Owner, &payment.MsgRefund{
			Payee: p.Address.String(), Uetr: content.UETR.String(), Original: original.Bytes(),
			Amount: content.Amount, ValidUntil: content.ValidUntil,
		})
	}
	return j.carry(p.Bank, payment.BATCH_MODE_EACH, j.sign(a, content, extras, j.signersOf(a, p)...))
}

func (j *Journey) refundContent(a *args) (wallet.Content, []byte, *Person) {
	p := a.person(a.first())
	original, known := j.content[a.text("of", required)]
	if !known {
		a.fail(fmt.Errorf("refund: no payment %s was signed", a.text("of", "")))
	}
	if a.has("restated") {
		original.Amount = a.money("restated")
	}
	extras := wallet.OriginalExtras(original)
	if a.has("again") {
		return j.content[a.text("uetr", required)], extras, p
	}
	content := wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_REFUND, ChainID: j.ID, UETR: a.uetr(), Payer: [20]byte(p.Address),
		Payee: original.Payer, Denom: original.Denom, Amount: a.amount(), ValidUntil: a.until(),
	}
	j.content[a.text("uetr", "")] = content
	return content, extras, p
}
