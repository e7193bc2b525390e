// SPDX-License-Identifier: Apache-2.0

package iso20022

import "encoding/binary"

// The marks of the canonical form.
const (
	remitOpen  = 1 // uint16 length, name
	remitCcy   = 2 // three letters
	remitValue = 3 // uint32 length, the value as written
	remitClose = 4
)

// remittance builds the canonical form of the elements that a family wants so, as RmtInf: elements and values in their order, each with its length, so that
// white space between tags, comments, prefixes and character references do not change the digest.
type remittance struct{ form []byte }

func (m *remittance) enter(n *node, currency string) {
	if !n.form {
		return
	}
	if n.formRoot {
		m.form = nil // what came before was handed out
	}
	m.form = append(m.form, remitOpen)
	m.form = binary.BigEndian.AppendUint16(m.form, uint16(len(n.name)))
	m.form = append(m.form, n.name...)
	if n.typ.shape == value && n.typ.value.kind == amountValue {
		m.form = append(m.form, remitCcy)
		m.form = append(m.form, currency...)
	}
}

func (m *remittance) leave(n *node, text []byte) {
	if !n.form {
		return
	}
	if n.typ.shape == value {
		m.form = append(m.form, remitValue)
		m.form = binary.BigEndian.AppendUint32(m.form, uint32(len(text)))
		m.form = append(m.form, text...)
	}
	m.form = append(m.form, remitClose)
}
