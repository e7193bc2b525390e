// SPDX-License-Identifier: Apache-2.0

package keeper_test

import "testing"

func BenchmarkActor(b *testing.B) {
	f := newFixture(b)
	addr := raw(northLane)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := f.k.Actor(f.ctx, addr); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMemberStatus(b *testing.B) {
	f := newFixture(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.k.MemberStatus(f.ctx, 1); err != nil {
			b.Fatal(err)
		}
	}
}
