// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockFile keeps two commands from starting or stopping the same network at once.
const lockFile = ".lock"

// Lock takes the directory for one command and returns what frees it. It fails at once if another command holds it.
func Lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	// The lock belongs to the open file and ends with the process, however it ends.
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s is being started or stopped by another command: wait for it", dir)
	}
	return func() { _ = file.Close() }, nil
}
