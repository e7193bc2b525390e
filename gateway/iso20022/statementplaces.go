// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"strings"
	"time"
)

// statementDraft gathers the values of a message of statements into nouns.
type statementDraft struct {
	header              MessageHeader
	headerDone          bool
	page                bool // the message is one page of several
	statements, entries int  // in the file so far
	statement           *Statement
	tally               tally
	balance             Balance
	entry               Entry
	amount              *big.Int // the entry's, for the sums
	detail              EntryDetail

	met    bool // the present statement's first entry or its end has come
	begun  bool // a statement is complete up to its entries and waits to be handed out
	ready  bool // an entry is complete and waits to be handed out
	closed bool // there is no statement, or its end has come
}

// The places of camt.052, camt.053 and camt.054 that are used.
var (
	reportPlaces       = statementPlaces("Rpt", "RptPgntn").with(balancePlaces("Rpt/Bal"))
	bookPlaces         = statementPlaces("Stmt", "StmtPgntn").with(balancePlaces("Stmt/Bal"))
	notificationPlaces = statementPlaces("Ntfctn", "NtfctnPgntn")
)

func statementPlaces(part, pages string) hooks[statementDraft] {
	return hooks[statementDraft]{
		"GrpHdr":                    {close: func(d *statementDraft, _ *spot) *fault { d.headerDone = true; return nil }},
		"GrpHdr/MsgId":              into(func(d *statementDraft) *string { return &d.header.MessageID }),
		"GrpHdr/CreDtTm":            intoInstant(func(d *statementDraft) *time.Time { return &d.header.Created }),
		"GrpHdr/MsgPgntn/PgNb":      {take: func(d *statementDraft, at *spot) *fault { return takePage(&d.page, at) }},
		"GrpHdr/MsgPgntn/LastPgInd": {take: func(d *statementDraft, at *spot) *fault { takeLast(&d.page, at); return nil }},

		part:                              {part: true, open: openStatement, close: closeStatement},
		part + "/Id":                      into(func(d *statementDraft) *string { return &d.statement.ID }),
		part + "/" + pages + "/PgNb":      {take: func(d *statementDraft, at *spot) *fault { return takePage(&d.statement.Partial, at) }},
		part + "/" + pages + "/LastPgInd": {take: func(d *statementDraft, at *spot) *fault { takeLast(&d.statement.Partial, at); return nil }},
		part + "/ElctrncSeqNb":            {take: takeSequence},
		part + "/CreDtTm":                 intoInstant(func(d *statementDraft) *time.Time { return &d.statement.Created }),
		part + "/FrToDt/FrDtTm":           intoInstant(func(d *statementDraft) *time.Time { return &d.statement.From }),
		part + "/FrToDt/ToDtTm":           intoInstant(func(d *statementDraft) *time.Time { return &d.statement.To }),
		part + "/Acct/Id/IBAN":            into(func(d *statementDraft) *string { return &d.statement.Account.IBAN }),
		part + "/Acct/Id/Othr/Id":         into(func(d *statementDraft) *string { return &d.statement.Account.Other }),
		part + "/Acct/Ccy":                into(func(d *statementDraft) *string { return &d.statement.Currency }),
		part + "/Acct/Ownr/Nm":            into(func(d *statementDraft) *string { return &d.statement.Owner }),
	}.with(totalPlaces(part + "/TxsSummry")).with(entryPlaces(part + "/Ntry")).with(detailPlaces(part + "/Ntry/NtryDtls/TxDtls"))
}

func totalPlaces(path string) hooks[statementDraft] {
	declared := func(field func(*EntryTotals) *string) hook[statementDraft] {
		return hook[statementDraft]{take: func(d *statementDraft, at *spot) *fault {
			*field(d.statement.Totals) = d.tally.declare(at)
			return nil
		}}
	}
	return hooks[statementDraft]{
		path:                               {open: func(d *statementDraft, _ *spot) *fault { d.statement.Totals = &EntryTotals{}; return nil }},
		path + "/TtlNtries/NbOfNtries":     declared(func(t *EntryTotals) *string { return &t.Entries }),
		path + "/TtlNtries/Sum":            declared(func(t *EntryTotals) *string { return &t.Sum }),
		path + "/TtlNtries/TtlNetNtry/Amt": declared(func(t *EntryTotals) *string { return &t.Net }),
		path + "/TtlNtries/TtlNetNtry/CdtDbtInd": {take: func(d *statementDraft, at *spot) *fault {
			d.statement.Totals.NetDebit = !at.credit()
			return nil
		}},
		path + "/TtlCdtNtries/NbOfNtries": declared(func(t *EntryTotals) *string { return &t.Credits }),
		path + "/TtlCdtNtries/Sum":        declared(func(t *EntryTotals) *string { return &t.CreditSum }),
		path + "/TtlDbtNtries/NbOfNtries": declared(func(t *EntryTotals) *string { return &t.Debits }),
		path + "/TtlDbtNtries/Sum":        declared(func(t *EntryTotals) *string { return &t.DebitSum }),
	}
}

func balancePlaces(path string) hooks[statementDraft] {
	return hooks[statementDraft]{
		path: {
			open: func(d *statementDraft, _ *spot) *fault { d.balance = Balance{}; return nil },
			close: func(d *statementDraft, _ *spot) *fault {
				d.statement.Balances = append(d.statement.Balances, d.balance)
				return nil
			},
		},
		path + "/Tp/CdOrPrtry/Cd": into(func(d *statementDraft) *string { return &d.balance.Type }),
		path + "/Amt":             {take: takeBalance},
		path + "/CdtDbtInd":       {take: func(d *statementDraft, at *spot) *fault { d.balance.Debit = !at.credit(); return nil }},
	}.with(dayOrInstant(path+"/Dt", func(d *statementDraft) *time.Time { return &d.balance.Date }))
}

func entryPlaces(path string) hooks[statementDraft] {
	return hooks[statementDraft]{
		path:                                 {part: true, open: openEntry, close: closeEntry},
		path + "/NtryRef":                    into(func(d *statementDraft) *string { return &d.entry.Reference }),
		path + "/Amt":                        {take: takeEntryAmount},
		path + "/CdtDbtInd":                  {take: func(d *statementDraft, at *spot) *fault { d.entry.Credit = at.credit(); return nil }},
		path + "/RvslInd":                    {take: func(d *statementDraft, at *spot) *fault { d.entry.Reversal = at.truth(); return nil }},
		path + "/Sts/Cd":                     into(func(d *statementDraft) *string { return &d.entry.Status }),
		path + "/AcctSvcrRef":                into(func(d *statementDraft) *string { return &d.entry.ServicerReference }),
		path + "/BkTxCd/Domn/Cd":             into(func(d *statementDraft) *string { return &d.entry.Code.Domain }),
		path + "/BkTxCd/Domn/Fmly/Cd":        into(func(d *statementDraft) *string { return &d.entry.Code.Family }),
		path + "/BkTxCd/Domn/Fmly/SubFmlyCd": into(func(d *statementDraft) *string { return &d.entry.Code.SubFamily }),
		path + "/BkTxCd/Prtry/Cd":            into(func(d *statementDraft) *string { return &d.entry.Code.Proprietary }),
	}.with(dayOrInstant(path+"/BookgDt", func(d *statementDraft) *time.Time { return &d.entry.Booked })).
		with(dayOrInstant(path+"/ValDt", func(d *statementDraft) *time.Time { return &d.entry.Value }))
}

func detailPlaces(path string) hooks[statementDraft] {
	field := func(of func(*EntryDetail) *string) hook[statementDraft] {
		return into(func(d *statementDraft) *string { return of(&d.detail) })
	}
	return hooks[statementDraft]{
		path: {
			open: func(d *statementDraft, _ *spot) *fault { d.detail = EntryDetail{Credit: d.entry.Credit}; return nil },
			close: func(d *statementDraft, _ *spot) *fault {
				d.entry.Details = append(d.entry.Details, d.detail)
				return nil
			},
		},
		path + "/Refs/InstrId":                      field(func(d *EntryDetail) *string { return &d.InstructionID }),
		path + "/Refs/EndToEndId":                   field(func(d *EntryDetail) *string { return &d.EndToEndID }),
		path + "/Refs/TxId":                         field(func(d *EntryDetail) *string { return &d.TransactionID }),
		path + "/Refs/UETR":                         field(func(d *EntryDetail) *string { return &d.UETR }),
		path + "/Amt":                               {take: takeDetailAmount},
		path + "/CdtDbtInd":                         {take: func(d *statementDraft, at *spot) *fault { d.detail.Credit = at.credit(); return nil }},
		path + "/RltdPties/DbtrAcct/Id/IBAN":        field(func(d *EntryDetail) *string { return &d.DebtorAccount.IBAN }),
		path + "/RltdPties/DbtrAcct/Id/Othr/Id":     field(func(d *EntryDetail) *string { return &d.DebtorAccount.Other }),
		path + "/RltdPties/CdtrAcct/Id/IBAN":        field(func(d *EntryDetail) *string { return &d.CreditorAccount.IBAN }),
		path + "/RltdPties/CdtrAcct/Id/Othr/Id":     field(func(d *EntryDetail) *string { return &d.CreditorAccount.Other }),
		path + "/RltdAgts/DbtrAgt/FinInstnId/BICFI": field(func(d *EntryDetail) *string { return &d.DebtorAgent }),
		path + "/RltdAgts/CdtrAgt/FinInstnId/BICFI": field(func(d *EntryDetail) *string { return &d.CreditorAgent }),
		path + "/RtrInf/Rsn/Cd":                     field(func(d *EntryDetail) *string { return &d.ReturnReason }),
	}
}

// intoInstant is a hook that keeps a date and time.
func intoInstant[D any](field func(*D) *time.Time) hook[D] {
	return hook[D]{take: func(d *D, at *spot) *fault {
		*field(d) = at.dateTime()
		return nil
	}}
}

// dayOrInstant are the places of a choice of day and instant.
func dayOrInstant[D any](path string, field func(*D) *time.Time) hooks[D] {
	return hooks[D]{
		path + "/Dt":   {take: func(d *D, at *spot) *fault { *field(d) = at.date(); return nil }},
		path + "/DtTm": intoInstant(field),
	}
}

// credit says that a CdtDbtInd is CRDT; the only other value is DBIT.
func (at *spot) credit() bool { return at.text == "CRDT" }

// truth is the value of an indicator.
func (at *spot) truth() bool {
	text := strings.TrimSpace(at.text)
	return text == "true" || text == "1"
}

// takePage marks what is not the first page, takeLast what is not the last.
func takePage(page *bool, at *spot) *fault {
	number, f := at.count()
	*page = *page || number != 1
	return f
}

func takeLast(page *bool, at *spot) { *page = *page || !at.truth() }

func takeSequence(d *statementDraft, at *spot) *fault {
	d.statement.Sequence = strings.TrimSpace(at.text)
	return nil
}

func takeBalance(d *statementDraft, at *spot) (f *fault) {
	if d.balance.Type == closingBooked {
		if _, first := d.tally.lines[at.path]; !first {
			d.tally.declare(at)
		}
	}
	d.balance.Money, _, f = at.money(true)
	return f
}

func takeEntryAmount(d *statementDraft, at *spot) (f *fault) {
	d.entry.Money, d.amount, f = at.money(false)
	return f
}

func takeDetailAmount(d *statementDraft, at *spot) (f *fault) {
	d.detail.Money, _, f = at.money(false)
	return f
}

func openStatement(d *statementDraft, at *spot) *fault {
	if f := at.room(d.statements, "statements"); f != nil {
		return f
	}
	d.statement = &Statement{Index: d.statements, Line: at.line, Partial: d.page}
	d.tally = tally{message: at.message, part: at.path}
	d.met, d.closed = false, false
	return nil
}

// closeStatement judges a statement whole; one without entries is handed out now.
func closeStatement(d *statementDraft, _ *spot) *fault {
	if f := d.tally.close(d.statement); f != nil {
		return f
	}
	d.statements++
	d.begun, d.met, d.closed = d.begun || !d.met, true, true
	return nil
}

func openEntry(d *statementDraft, at *spot) *fault {
	if f := at.room(d.entries, "entries"); f != nil {
		return f
	}
	d.begun, d.met = d.begun || !d.met, true
	d.entry = Entry{Statement: d.statement, Index: d.entries, Line: at.line}
	return nil
}

func closeEntry(d *statementDraft, _ *spot) *fault {
	d.entries++
	d.ready = true
	return d.tally.add(d.statement, &d.entry, d.amount)
}
