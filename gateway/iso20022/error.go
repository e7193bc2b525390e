// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"fmt"
	"strconv"
	"strings"
)

// Error is why a file is refused. One error refuses the whole file: nothing of it may be paid.
type Error struct {
	// File is the name the caller gave, empty if none.
	File string
	// Line counts from 1; 0 where there is none, as for what Writer refuses.
	Line int
	// Element is the path from the root, for example /Document/CstmrCdtTrfInitn/GrpHdr/NbOfTxs.
	Element string
	// Rule is Code's name in words.
	Rule string
	// Code is the stable number of the rule.
	Code Code
	// Detail says what was expected and what came. Names, addresses and account numbers are never in it unmasked.
	Detail string

	cause error
}

// Error writes "file:line: element: rule (code n): detail".
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:", e.Line)
	}
	if b.Len() > 0 {
		b.WriteString(" ")
	}
	if e.Element != "" {
		b.WriteString(e.Element + ": ")
	}
	fmt.Fprintf(&b, "%s (code %d): %s", e.Rule, e.Code, e.Detail)
	return b.String()
}

// Is holds for the error's Code.
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// Unwrap gives the cause of a CodeRead, nil otherwise.
func (e *Error) Unwrap() error { return e.cause }

// fault is a broken rule before it is known where in the file it stands.
type fault struct {
	code   Code
	detail string
	cause  error
	// line and element are set where the fault lies elsewhere than at the token just read.
	line    int
	element string
}

// at places the fault at a line and an element below rootPath.
func (f *fault) at(line int, element string) *fault {
	f.line, f.element = line, element
	return f
}

func faultf(code Code, format string, args ...any) *fault {
	return &fault{code: code, detail: fmt.Sprintf(format, args...)}
}

func (f *fault) Error() string { return f.code.Rule() + ": " + f.detail }

// quote shows at most n bytes of what came, with everything unprintable escaped, so that no file can write into a log.
func quote(text []byte, n int) string {
	if len(text) <= n {
		return strconv.Quote(string(text))
	}
	return strconv.Quote(string(text[:n])) + "… (" + itoa(len(text)) + " bytes)"
}

func itoa(n int) string { return strconv.Itoa(n) }
