// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/binary"
	"errors"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/compliance"
)

// ResultLength is the length in bytes of one packed result.
const ResultLength = 14

// ResultStatus is what became of one instruction of a message.
type ResultStatus uint8

const (
	// ResultPaid: the payee has the money, finally.
	ResultPaid ResultStatus = 1
	// ResultRefused: policy, limits, balance or cover said no; the UETR is spent.
	ResultRefused ResultStatus = 2
	// ResultError: the instruction failed and left nothing; the UETR is free. It occurs in a batch of mode EACH only.
	ResultError ResultStatus = 3
)

// String returns the name of the status.
func (s ResultStatus) String() string {
	switch s {
	case ResultPaid:
		return "PAID"
	case ResultRefused:
		return "REFUSED"
	case ResultError:
		return "ERROR"
	}
	return "UNSPECIFIED"
}

// Result is what became of one instruction. The packed results are the response Data of the transaction, which the
// next header commits: clients read them and never events.
type Result struct {
	// Status says how the other fields are to be read.
	Status ResultStatus
	// Settlement is how the custodians stand after it; none unless paid.
	Settlement Settlement
	// Module is the number of the module whose error it is; 0 unless ERROR, or if the module has none.
	Module uint8
	// Code is the compliance.Reason if REFUSED, the module's error code if ERROR, else 0.
	Code uint16
	// Replay says that the result repeats what an earlier delivery of the same instruction led to.
	Replay bool
	// Cycle takes the obligation if Settlement is NET; of a refused atomic batch it is the failing index.
	Cycle uint64
}

// Reason returns why the instruction was refused; none unless it was.
func (r Result) Reason() compliance.Reason {
	if r.Status != ResultRefused {
		return compliance.ReasonNone
	}
	return compliance.Reason(r.Code)
}

// AppendTo appends the packed form: status, settlement, module, code (2 bytes), replay, cycle (8 bytes), big-endian.
func (r Result) AppendTo(b []byte) []byte {
	var replay byte
	if r.Replay {
		replay = 1
	}
	b = append(b, byte(r.Status), byte(r.Settlement), r.Module)
	b = binary.BigEndian.AppendUint16(b, r.Code)
	b = append(b, replay)
	return binary.BigEndian.AppendUint64(b, r.Cycle)
}

// EncodeResults packs results in order.
func EncodeResults(results []Result) []byte {
	b := make([]byte, 0, len(results)*ResultLength)
	for _, r := range results {
		b = r.AppendTo(b)
	}
	return b
}

// ParseResults reads packed results; what EncodeResults cannot have written is ErrResultsMalformed.
func ParseResults(b []byte) ([]Result, error) {
	if len(b)%ResultLength != 0 {
		return nil, ErrResultsMalformed.Wrapf("expected a multiple of %d bytes, got %d", ResultLength, len(b))
	}
	results := make([]Result, 0, len(b)/ResultLength)
	for ; len(b) > 0; b = b[ResultLength:] {
		r := Result{
			Status:     ResultStatus(b[0]),
			Settlement: Settlement(b[1]),
			Module:     b[2],
			Code:       binary.BigEndian.Uint16(b[3:]),
			Replay:     b[5] == 1,
			Cycle:      binary.BigEndian.Uint64(b[6:]),
		}
		if r.Status < ResultPaid || r.Status > ResultError || r.Settlement > SETTLEMENT_NET || b[5] > 1 {
			return nil, ErrResultsMalformed.Wrapf("expected a status of 1 to 3, a settlement of 0 to 3 and a flag, got %x", b[:ResultLength])
		}
		results = append(results, r)
	}
	return results, nil
}

// codespaces are the names of the modules by their number in results; 0 stands for every other codespace.
var codespaces = [...]string{"", "consortium", "wallet", "compliance", "payment", "netting", "reserve", "ante"}

// Codespace returns the name of the module with that number in results, empty if there is none.
func Codespace(module uint8) string {
	if int(module) >= len(codespaces) {
		return ""
	}
	return codespaces[module]
}

// ErrorResult is the result of an instruction that failed with err, and whether err may be one: an error that no
// module has registered is a failure of the node or of its store and must fail the whole transaction.
func ErrorResult(err error) (Result, bool) {
	var registered *errorsmod.Error
	if !errors.As(err, &registered) {
		return Result{}, false
	}
	r := Result{Status: ResultError, Code: uint16(registered.ABCICode())}
	for number, name := range codespaces {
		if number > 0 && name == registered.Codespace() {
			r.Module = uint8(number)
		}
	}
	return r, true
}
