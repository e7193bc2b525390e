// SPDX-License-Identifier: Apache-2.0

package netting

// DefaultGenesis has no currency.
func DefaultGenesis() *GenesisState { return &GenesisState{} }
