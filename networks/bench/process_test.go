// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"net"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNothingOfAGroupOutlivesIt(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	p, err := launch("shell", log, exec.Command("sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait; sleep 60"), nil)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return p.tail() != "" }, 5*time.Second, 5*time.Millisecond)
	p.Stop(50 * time.Millisecond)
	require.False(t, p.Running())
	require.Eventually(t, func() bool { return syscall.Kill(-p.Pid(), 0) != nil }, 5*time.Second, 5*time.Millisecond)
}

func TestTakenPortsAreNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	err = freePorts(listener.Addr().(*net.TCPAddr).Port)
	require.ErrorIs(t, err, ErrPort)
	require.ErrorContains(t, err, "BASE_PORT")
	require.NoError(t, freePorts())
}

func TestKept(t *testing.T) {
	k := newKept(100, Folders{"a.db": 1_000, "gone": 5}, Folders{"a.db": 21_000, "b.db": 500})
	require.Equal(t, &Kept{Payments: 100, Bytes: Folders{"a.db": 20_000, "b.db": 500}, PerPayment: 205}, k)
	require.Zero(t, newKept(0, nil, nil).PerPayment)
}

func TestFloorOfThisMachine(t *testing.T) {
	f, err := measureFloor(time.Millisecond)
	require.NoError(t, err)
	for name, us := range map[string]float64{"batch": f.Ed25519Batch, "ed25519": f.Ed25519, "secp256k1": f.Secp256k1, "p256": f.P256} {
		require.GreaterOrEqual(t, us, 0.0, name)
	}
}
