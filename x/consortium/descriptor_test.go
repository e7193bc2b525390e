// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

func TestGooglesRegistryHoldsEveryFileAndKnowsEveryTypeOfOurs(t *testing.T) {
	files, err := os.ReadDir("../../proto/tael/consortium/v1")
	require.NoError(t, err)
	for _, f := range files {
		file, err := protoregistry.GlobalFiles.FindFileByPath("tael/consortium/v1/" + f.Name())
		require.NoError(t, err, f.Name())
		for i := range file.Messages().Len() {
			fields := file.Messages().Get(i).Fields()
			for j := range fields.Len() {
				known(t, fields.Get(j))
			}
		}
	}
}

func known(t *testing.T, field protoreflect.FieldDescriptor) {
	t.Helper()
	switch {
	case field.Enum() != nil:
		require.False(t, field.Enum().IsPlaceholder(), field.FullName())
	case field.Message() != nil && strings.HasPrefix(string(field.Message().FullName()), "tael."):
		require.False(t, field.Message().IsPlaceholder(), field.FullName())
	}
}
