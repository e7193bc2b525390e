// SPDX-License-Identifier: Apache-2.0

package books

import (
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Every message that the chain serves is either read or known to move nothing: the service of a new one fails here.
func TestEveryMessageOfTheChainIsKnown(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	served := map[string]bool{}
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "tael.") {
			return true
		}
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			if service.Name() != "Msg" {
				continue
			}
			for j := range service.Methods().Len() {
				served["/"+string(service.Methods().Get(j).Input().FullName())] = true
			}
		}
		return true
	})
	require.Greater(t, len(served), 30)
	for url := range served {
		_, read := handlers[url]
		require.True(t, read != idle[url], "%s is read or moves nothing", url)
	}
	require.Len(t, served, len(handlers)+len(idle), "no message that the chain does not serve")
}
