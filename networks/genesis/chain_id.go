// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"errors"
	"fmt"
	"regexp"
)

var (
	chainIDs      = regexp.MustCompile(`^tael-((sandbox|local)-)?[1-9][0-9]{0,8}$`)
	localChainIDs = regexp.MustCompile(`^tael-local-[1-9][0-9]{0,8}$`)
)

// ErrChainID says that a chain id has none of the three forms.
var ErrChainID = errors.New("chain id: expected tael-<n>, tael-sandbox-<n> or tael-local-<n>")

// ValidateChainID checks the form of a chain id: tael-<n>, tael-sandbox-<n> or tael-local-<n>, n from 1.
func ValidateChainID(id string) error {
	if !chainIDs.MatchString(id) {
		return fmt.Errorf("%w, got %.64q", ErrChainID, id)
	}
	return nil
}

// IsLocal says whether a chain id names a local network, the only kind that may use development keys.
func IsLocal(chainID string) bool { return localChainIDs.MatchString(chainID) }
