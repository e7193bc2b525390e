// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"regexp"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
)

var executionDay = regexp.MustCompile(`(<ReqdExctnDt>\s*<Dt>|<IntrBkSttlmDt>)[^<]*(</Dt>|</IntrBkSttlmDt>)`)

// Redate puts another execution or settlement day into a hand-written file without prefixes: a file kept as an example would
// otherwise hold only instructions that have expired. The day is that of iso20022.China. Everything else stays, so the
// references and with them the derived UETRs are those of the file as it was.
func Redate(file []byte, day time.Time) []byte {
	return executionDay.ReplaceAll(file, []byte("${1}"+day.In(iso20022.China).Format(time.DateOnly)+"${2}"))
}
