// SPDX-License-Identifier: Apache-2.0

// Package reserve is value in and out: assets, the issuance of e-money against attested receipts, its redemption
// against attested pay-outs, and central-bank money by its central bank's own act. Only this module mints and burns.
package reserve
