// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"crypto/sha256"
	"encoding/binary"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// MaxMember is the largest member number; numbers are two bytes in every key.
const MaxMember uint32 = 65535

// settlementTag separates settlement accounts from every other derived address.
const settlementTag = "tael/settlement/v1"

func validMember(number uint32) bool { return number >= 1 && number <= MaxMember }

// SettlementAccount is the address that holds a member's money of one settling denom:
// SHA-256("tael/settlement/v1" || member as two bytes big-endian || denom)[:20]. It has no auth account and no key.
func SettlementAccount(member uint32, denom string) sdk.AccAddress {
	buf := make([]byte, 0, len(settlementTag)+2+len(denom))
	buf = append(buf, settlementTag...)
	buf = binary.BigEndian.AppendUint16(buf, uint16(member))
	buf = append(buf, denom...)
	sum := sha256.Sum256(buf)
	return sum[:20]
}

// ClearingAccount is the account through which cycles settle; it is empty between blocks.
func ClearingAccount() sdk.AccAddress { return authtypes.NewModuleAddress(ModuleName) }
