// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/wallet"
)

// ErrNoState says that a run needs a state which nobody has built.
var ErrNoState = errors.New("no starting state")

// Growth is what a payment costs one node over a large state, beside what it costs over a small one.
type Growth struct {
	Wallets int `json:"wallets"`
	// Home says that the state was built before and taken from a folder.
	Home bool `json:"from_home"`
	Run  Run  `json:"run"`
}

// Prepare writes the homes of a network of one validator with so many wallets, from which a large state may be built.
// Nothing of it is started.
func Prepare(s Setup, dir string) error {
	parent, name := filepath.Split(filepath.Clean(dir))
	s.Dir = parent
	_, err := newTael(s, name, BatchEd25519, 1)
	return err
}

// openTael takes a stopped network of one validator, which Prepare began and somebody has grown, as a subject. It works
// on a copy.
func openTael(s Setup, name, home string) (*Subject, error) {
	if _, err := os.Stat(home); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoState, err)
	}
	dir := s.folder(name)
	if output, err := exec.Command("cp", "-a", "--reflink=auto", home, dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("copy of %s: %w: %s", home, err, output)
	}
	local, err := localnet.Open(dir, s.Taeld)
	if err != nil {
		return nil, err
	}
	customers := make([]*customer, s.Accounts)
	for n := range customers {
		if customers[n], err = newCustomer(n, wallet.KEY_ALGORITHM_ED25519); err != nil {
			return nil, err
		}
	}
	return payers(BatchEd25519, taelNodes(local, s, 1), customers)
}

// measureGrowth pays on one node among so many wallets: over the state in a home, or over a fresh one without.
func measureGrowth(ctx context.Context, s Setup, name, home string, wallets int) (Growth, error) {
	g := Growth{Wallets: wallets, Home: home != ""}
	s.Accounts = wallets
	var subject *Subject
	var err error
	if home != "" {
		subject, err = openTael(s, name, home)
	} else {
		subject, err = newTael(s, name, BatchEd25519, 1)
	}
	if err != nil {
		return g, err
	}
	g.Run, err = measure(ctx, s, subject, Wants{})
	return g, err
}
