// SPDX-License-Identifier: Apache-2.0

package reason

import "github.com/taelnet/tael/gateway/iso20022"

// files holds every rule that a file can break, ascending.
var files = []struct {
	code   iso20022.Code
	reason Code
}{
	{iso20022.CodeRead, TD02},
	{iso20022.CodeTooLarge, FF01},
	{iso20022.CodeEncoding, RR10},
	{iso20022.CodeSyntax, FF02},
	{iso20022.CodeTruncated, TD03},
	{iso20022.CodeDoctype, FF01},
	{iso20022.CodeInstruction, FF01},
	{iso20022.CodeToken, FF01},
	{iso20022.CodeDepth, FF01},
	{iso20022.CodeElements, FF01},
	{iso20022.CodeTransfers, AM18},
	{iso20022.CodeVersion, TD02},
	{iso20022.CodeRoot, TD03},
	{iso20022.CodeUnknownElement, CH17},
	{iso20022.CodeDuplicateElement, CH17},
	{iso20022.CodeElementOrder, TD03},
	{iso20022.CodeElementMissing, CH21},
	{iso20022.CodeAttribute, FF01},
	{iso20022.CodeText, FF01},
	{iso20022.CodeComment, FF01},
	{iso20022.CodeValue, CH16},
	{iso20022.CodeAmount, AM12},
	{iso20022.CodeCurrency, AM11},
	{iso20022.CodeIBAN, AC01},
	{iso20022.CodeBIC, RC01},
	{iso20022.CodeUETR, CH16},
	{iso20022.CodeExecutionDate, DT04},
	{iso20022.CodeUnsupported, AG03},
	{iso20022.CodeGroupCount, AM19},
	{iso20022.CodeGroupSum, AM16},
	{iso20022.CodePaymentCount, AM20},
	{iso20022.CodePaymentSum, AM17},
	{iso20022.CodeChanged, FF10},
	{iso20022.CodeGroupTotal, AM10},
	{iso20022.CodeEntryCount, AM18},
	{iso20022.CodeEntrySum, AM10},
	{iso20022.CodeBalance, AM09},
}
