// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
)

var (
	// ErrCorrupt is what stands on disk where something else was written.
	ErrCorrupt = errors.New("state on disk is corrupt")
	// ErrNotKept is a height whose state this node does not have.
	ErrNotKept = errors.New("the state of this height is not kept")
	// ErrDiverged is a block whose repetition came to another state than the block had.
	ErrDiverged = errors.New("a repeated block came to another state")
)

// remedy ends every report of corrupt files.
const remedy = "the disk or a copy of the files is at fault; move the directory away and let the node state-sync, " +
	"or bring back a whole copy of the node's data"

func corrupt(path string, offset int64, format string, args ...any) error {
	return fmt.Errorf("%w: %s at offset %d: %s: %s", ErrCorrupt, path, offset, fmt.Sprintf(format, args...), remedy)
}
