// SPDX-License-Identifier: Apache-2.0

package commitment

// Bounds that hold unless Options say otherwise.
const (
	// DefaultRecent is the number of last states held in memory for queries and proofs.
	DefaultRecent = 32
	// DefaultSnapshotBytes is how much changelog there is at least between two snapshots.
	DefaultSnapshotBytes = 64 << 20
)

// Options are what a node may choose. None of them touches a hash.
type Options struct {
	// Durable has Commit wait until the block is on the disk. Without it the block is given to the operating system,
	// which survives the process, and made durable a moment later, which a loss of power may forestall.
	Durable bool
	// Recent is the number of last states held in memory; older ones are read from disk. Zero is DefaultRecent.
	Recent int
	// SnapshotBytes is how much changelog there is at least between two snapshots. Zero is DefaultSnapshotBytes.
	SnapshotBytes int64
	// Files is the file system. Nil is the machine's own.
	Files Files
}

func (o Options) filled() Options {
	if o.Recent <= 0 {
		o.Recent = DefaultRecent
	}
	if o.SnapshotBytes <= 0 {
		o.SnapshotBytes = DefaultSnapshotBytes
	}
	if o.Files == nil {
		o.Files = disk{}
	}
	return o
}
