// SPDX-License-Identifier: Apache-2.0

package payfile_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
)

// A generated file becomes signed instructions; one transfer goes to an account that nobody knows.
func ExampleGenerate() {
	folder, err := os.MkdirTemp("", "payfile")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	day := time.Date(2026, 11, 23, 10, 0, 0, 0, iso20022.China)
	generated, err := payfile.Generate(payfile.Options{
		Seed: 1, ChainID: "tael-local-1", Day: day, Files: 1, Transfers: 9, Debtors: 2, Creditors: 5,
		Custodians: []string{"bank-a", "bank-b"},
		Plants:     []payfile.Plant{{Case: "unknown-payee", Debtor: "debtor-1", Creditor: payfile.Unknown}},
	}, folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	paid, refused, err := pay(folder, generated.Files[0], day)
	fmt.Println(paid, "instructions")
	fmt.Println(refused.Reason, refused.Detail)
	fmt.Println(err)
	// Output:
	// 9 instructions
	// PAYEE_UNKNOWN expected a creditor's account of the directory, got DE93…9999
	// <nil>
}

// pay signs what a file asks for and counts it; sending is the client's part.
func pay(folder, name string, now time.Time) (paid int, refused payfile.Refusal, err error) {
	directory, err := payfile.LoadDirectory(filepath.Join(folder, payfile.DirectoryFile))
	if err != nil {
		return 0, refused, err
	}
	keys, err := payfile.OpenKeystore(filepath.Join(folder, payfile.KeystoreFolder), "tael-local-1")
	if err != nil {
		return 0, refused, err
	}
	f, err := os.Open(filepath.Join(folder, payfile.FilesFolder, name))
	if err != nil {
		return 0, refused, err
	}
	defer f.Close()
	options := iso20022.Options{File: name, Now: now}
	summary, err := iso20022.Check(f, options)
	if err != nil {
		return 0, refused, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, refused, err
	}
	planner := payfile.Planner{ChainID: "tael-local-1", Directory: directory}
	reader := iso20022.NewReader(f, options)
	for {
		transfer, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return paid, refused, summary.Verify(reader)
		}
		if err != nil {
			return paid, refused, err
		}
		plan, _, err := keys.Instruction(planner, summary.Header, transfer)
		switch {
		case err != nil:
			return paid, refused, err
		case plan.Refused():
			refused = plan.Refusal
		default:
			paid++
		}
	}
}
