// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// echo answers what it hears.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { defer conn.Close(); io.Copy(conn, conn) }()
		}
	}()
	return listener.Addr().String()
}

type linkUnderTest struct {
	door        *door
	there, back *direction
}

func newLink(t *testing.T) linkUnderTest {
	t.Helper()
	l := linkUnderTest{there: &direction{}, back: &direction{}}
	var err error
	l.door, err = newDoor("127.0.0.1:0", echo(t), l.there, l.back)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	go l.door.serve(ctx)
	t.Cleanup(func() { cancel(); l.door.close() })
	return l
}

func (l linkUnderTest) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", l.door.listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn
}

// roundTrip sends n bytes, hears them again and says how long that took.
func roundTrip(t *testing.T, conn net.Conn, n int) time.Duration {
	t.Helper()
	said := bytes.Repeat([]byte("tael"), n/4)
	start := time.Now()
	go conn.Write(said)
	heard := make([]byte, len(said))
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	_, err := io.ReadFull(conn, heard)
	require.NoError(t, err)
	require.Equal(t, said, heard)
	return time.Since(start)
}

func silent(t *testing.T, conn net.Conn) {
	t.Helper()
	_, err := conn.Write([]byte("tael"))
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(200*time.Millisecond)))
	_, err = conn.Read(make([]byte, 4))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}

func TestASlowLinkDelaysEachWay(t *testing.T) {
	l := newLink(t)
	conn := l.dial(t)
	require.Less(t, roundTrip(t, conn, 4), 100*time.Millisecond)
	l.there.set(Condition{Delay: 150 * time.Millisecond})
	require.GreaterOrEqual(t, roundTrip(t, conn, 4), 150*time.Millisecond)
	l.back.set(Condition{Delay: 150 * time.Millisecond})
	require.GreaterOrEqual(t, roundTrip(t, conn, 4), 300*time.Millisecond)
}

func TestANarrowLinkBoundsTheRate(t *testing.T) {
	l := newLink(t)
	l.there.set(Condition{Rate: 100_000})
	require.GreaterOrEqual(t, roundTrip(t, l.dial(t), 60_000), 500*time.Millisecond)
}

func TestAStalledLinkLosesNothing(t *testing.T) {
	for name, way := range map[string]func(linkUnderTest) *direction{
		"there": func(l linkUnderTest) *direction { return l.there },
		"back":  func(l linkUnderTest) *direction { return l.back },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLink(t)
			conn := l.dial(t)
			way(l).set(Condition{Stalled: true})
			silent(t, conn)
			way(l).set(Condition{})
			require.NoError(t, conn.SetReadDeadline(time.Now().Add(5*time.Second)))
			heard := make([]byte, 4)
			_, err := io.ReadFull(conn, heard)
			require.NoError(t, err)
			require.Equal(t, "tael", string(heard))
		})
	}
}

func TestACutLinkClosesWhatIsOpenAndLetsNothingThrough(t *testing.T) {
	l := newLink(t)
	conn := l.dial(t)
	roundTrip(t, conn, 4)
	l.door.setCut(true)
	ended := func(conn net.Conn) {
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(5*time.Second)))
		_, err := conn.Read(make([]byte, 4))
		require.Error(t, err)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
	}
	ended(conn)
	ended(l.dial(t))
	l.door.setCut(false)
	roundTrip(t, l.dial(t), 4)
}
