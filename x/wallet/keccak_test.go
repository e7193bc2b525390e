// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/require"
)

// keccak256 is written here from the Keccak reference, so that the EIP-712 vectors do not rest on the library under test.
func keccak256(data ...[]byte) []byte {
	const rate = 136
	var message []byte
	for _, d := range data {
		message = append(message, d...)
	}
	padding := make([]byte, rate-len(message)%rate)
	padding[0] |= 0x01
	padding[len(padding)-1] |= 0x80
	message = append(message, padding...)

	var lanes [5][5]uint64 // [x][y]
	for ; len(message) > 0; message = message[rate:] {
		for i := range rate / 8 {
			lanes[i%5][i/5] ^= binary.LittleEndian.Uint64(message[8*i:])
		}
		keccakF(&lanes)
	}
	var out []byte
	for i := range 4 {
		out = binary.LittleEndian.AppendUint64(out, lanes[i%5][i/5])
	}
	return out
}

func keccakF(a *[5][5]uint64) {
	lfsr := byte(1)
	for range 24 {
		var parity [5]uint64
		for x := range 5 {
			parity[x] = a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4]
		}
		for x := range 5 {
			d := parity[(x+4)%5] ^ bits.RotateLeft64(parity[(x+1)%5], 1)
			for y := range 5 {
				a[x][y] ^= d
			}
		}
		x, y, current := 1, 0, a[1][0]
		for t := range 24 {
			x, y = y, (2*x+3*y)%5
			current, a[x][y] = a[x][y], bits.RotateLeft64(current, (t+1)*(t+2)/2)
		}
		for y := range 5 {
			row := [5]uint64{a[0][y], a[1][y], a[2][y], a[3][y], a[4][y]}
			for x := range 5 {
				a[x][y] = row[x] ^ (^row[(x+1)%5] & row[(x+2)%5])
			}
		}
		for j := range 7 { // the round constant, bit by bit from its shift register
			if lfsr&1 != 0 {
				a[0][0] ^= 1 << (1<<j - 1)
			}
			carry := lfsr & 0x80
			lfsr <<= 1
			if carry != 0 {
				lfsr ^= 0x71
			}
		}
	}
}

func TestKeccak256OfKnownTexts(t *testing.T) {
	for text, digest := range map[string]string{
		"":    "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
		"abc": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
	} {
		require.Equal(t, digest, hex.EncodeToString(keccak256([]byte(text))))
	}
}
