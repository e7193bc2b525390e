// SPDX-License-Identifier: Apache-2.0

package compliance

import "cosmossdk.io/collections"

// Prefixes of the store; a number is never used twice.
var (
	ParamsPrefix       = collections.NewPrefix(1)  // Params
	LimitsPrefix       = collections.NewPrefix(2)  // tier (4), kind (2) -> Rows
	LimitVersionPrefix = collections.NewPrefix(3)  // version of the limit table
	UsagePrefix        = collections.NewPrefix(4)  // wallet (20) -> Usage
	OrdersPrefix       = collections.NewPrefix(5)  // length 20 (1), wallet (20), order id (8) -> Order
	OrderWalletPrefix  = collections.NewPrefix(6)  // order id (8) -> wallet (20)
	OrderIDPrefix      = collections.NewPrefix(7)  // last order id
	LivePrefix         = collections.NewPrefix(8)  // wallet (20) -> Live
	CasesPrefix        = collections.NewPrefix(10) // case id (8) -> Case
	CaseMemberPrefix   = collections.NewPrefix(11) // member (4), case id (8) -> status (4)
	CaseIDPrefix       = collections.NewPrefix(12) // last case id
	PersonUsagePrefix  = collections.NewPrefix(13) // digest of the tag (16), member or 0 (4) -> Usage
	OpenCasesPrefix    = collections.NewPrefix(14) // member (4), case id (8) of a case that is open
	PausesPrefix       = collections.NewPrefix(9)  // length 20 (1), wallet (20), member (4) -> first time of the next EMERGENCY order
)
