// SPDX-License-Identifier: Apache-2.0

package client

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A backend imports this package and not the application, as this test does.
func TestAddressesAreTael(t *testing.T) {
	require.Equal(t, "tael1", (&Lane{address: make([]byte, 20)}).Address().String()[:5])
}
