// SPDX-License-Identifier: Apache-2.0

// Package iso20022 reads and writes the ISO 20022 messages that Tael exchanges with banks and their customers.
//
// Messages come from outside and may be hostile or huge: every reader keeps one record in memory, whatever the file's
// size, holds every limit of Limits, and accepts exactly what the official schema accepts, minus what Tael cannot use.
// Counts and control sums can only be judged at a file's end, so whoever pays runs Check over the whole file first and
// reads it a second time to pay.
package iso20022

import (
	"slices"
	"strings"
)

// Message names a message with its version, as MsgDefIdr and the namespace do.
type Message string

// The messages whose content the package knows.
const (
	// Pain001 is the customer's file of credit transfers.
	Pain001 Message = "pain.001.001.09"
	// Pain002 is the bank's answer to it.
	Pain002 Message = "pain.002.001.10"
	// Pacs002 is the answer to an interbank message.
	Pacs002 Message = "pacs.002.001.10"
	// Pacs004v09 and Pacs004v10 are returns of settled transfers, in the two versions in use.
	Pacs004v09 Message = "pacs.004.001.09"
	Pacs004v10 Message = "pacs.004.001.10"
	// Pacs008 is a customer's credit transfer from bank to bank.
	Pacs008 Message = "pacs.008.001.08"
	// Pacs009 is an institution's own credit transfer.
	Pacs009 Message = "pacs.009.001.08"
	// Camt052 is the report of an account within the day, Camt053 the statement, Camt054 the notification of entries.
	Camt052 Message = "camt.052.001.08"
	Camt053 Message = "camt.053.001.08"
	Camt054 Message = "camt.054.001.08"
	// Head001 is the business header that travels beside a message.
	Head001 Message = "head.001.001.02"
)

const (
	namespacePrefix = "urn:iso:std:iso:20022:tech:xsd:"
	schemaInstance  = "http://www.w3.org/2001/XMLSchema-instance"
)

// namespace is the XML namespace of the message.
func (m Message) namespace() string { return namespacePrefix + string(m) }

// Messages returns all messages that can be read, in the order of the registry.
func Messages() []Message {
	var all []Message
	for _, d := range registry() {
		if d.check != nil {
			all = append(all, d.message)
		}
	}
	return all
}

// allowed keeps, of what a reader can read, what the options let it read.
func (o Options) allowed(readable ...Message) []Message {
	if o.Messages == nil {
		return readable
	}
	return slices.DeleteFunc(readable, func(m Message) bool { return !slices.Contains(o.Messages, m) })
}

// messageNames lists messages for errors.
func messageNames(messages []Message) string {
	if len(messages) == 0 {
		return "no message at all"
	}
	names := make([]string, len(messages))
	for i, m := range messages {
		names[i] = string(m)
	}
	return strings.Join(names, ", ")
}
