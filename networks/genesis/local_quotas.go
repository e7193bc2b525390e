// SPDX-License-Identifier: Apache-2.0

package genesis

import "github.com/taelnet/tael/x/consortium"

// localQuotas are the defaults of the chain. A custodian sustains a full batch a second, some 3,000 payments of one
// Ed25519 signature, where a local network of five nodes on two cores was measured at 1,203; its burst fills ten blocks.
// What a market day, a demonstration or a bench sends stays below it.
func localQuotas() consortium.QuotaPolicy { return consortium.DefaultQuotaPolicy() }
