// SPDX-License-Identifier: Apache-2.0

package netting

// ClosedCycle is the record of the open cycle of a currency as it closes at block time now, its figures not yet
// reckoned. Without a settlement day its value date is the UTC date of the close.
func (c Currency) ClosedCycle(now int64) Cycle {
	cycle := Cycle{Currency: c.Code, Number: c.OpenCycle, OpenedAt: c.OpenedAt, ClosedAt: now, ValueDate: c.ValueDate}
	if cycle.ValueDate == 0 {
		cycle.ValueDate = utcDate(now)
	}
	return cycle
}

// Reckon fills in the figures of a cycle out of its pair totals. ErrFigureOverflow if a sum exceeds a uint64.
func (c *Cycle) Reckon(pairs []PairTotal) error {
	figures, err := Measure(pairs)
	if err != nil {
		return err
	}
	c.Obligations, c.Gross, c.Bilateral, c.Net = figures.Obligations, figures.Gross, figures.Bilateral, figures.Net
	return nil
}

// Statements are the sealed statements of a closed cycle, by member number, out of its pair totals.
func (c Cycle) Statements(pairs []PairTotal) []Statement {
	members := MemberLines(pairs)
	statements := make([]Statement, 0, len(members))
	for _, member := range members {
		statement := Statement{Currency: c.Currency, Cycle: c.Number, Member: member.Member}
		statement.Owed, statement.Due = member.Totals()
		statement.Seal(c.ClosedAt, member.Lines)
		statements = append(statements, statement)
	}
	return statements
}
