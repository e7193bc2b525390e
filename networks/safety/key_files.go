// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	// forOthers are the permissions that let anybody but the owner in; writeForOthers those that let him change.
	forOthers      fs.FileMode = 0o077
	writeForOthers fs.FileMode = 0o022

	// searchedSize is the largest file that is searched for a mnemonic, searchedFiles how many.
	searchedSize  = 64 << 10
	searchedFiles = 256
)

// keyModes looks at every file that holds a secret: keys, signing state, certificates' keys and keyrings.
func keyModes(h *Home) (string, bool) {
	files := []string{h.Comet.PrivValidatorKeyFile(), h.Comet.PrivValidatorStateFile(), h.Comet.NodeKeyFile()}
	if h.Comet.RPC.TLSKeyFile != "" {
		files = append(files, h.Comet.RPC.KeyFile())
	}
	for _, keyring := range keyrings(h.Dir) {
		files = append(files, keyring)
		entries, err := os.ReadDir(keyring)
		if err != nil {
			return err.Error(), false
		}
		for _, entry := range entries {
			files = append(files, filepath.Join(keyring, entry.Name()))
		}
	}
	return modes(files, forOthers)
}

func keyrings(dir string) []string {
	found, err := filepath.Glob(filepath.Join(dir, "keyring-*"))
	if err != nil {
		return nil // the pattern is sound; a directory's name cannot spoil it
	}
	return found
}

func directoryModes(h *Home) (string, bool) {
	config := filepath.Join(h.Dir, "config")
	files := []string{h.Dir, config, filepath.Join(h.Dir, "data")}
	entries, err := os.ReadDir(config)
	if err != nil {
		return err.Error(), false
	}
	for _, entry := range entries {
		files = append(files, filepath.Join(config, entry.Name()))
	}
	return modes(files, writeForOthers)
}

// modes finds the first file that has a forbidden permission; a file that is not there has none.
func modes(files []string, forbidden fs.FileMode) (string, bool) {
	for _, file := range files {
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err.Error(), false
		}
		if mode := info.Mode().Perm(); mode&forbidden != 0 {
			return fmt.Sprintf("%s with mode %#o", file, mode), false
		}
	}
	return "the owner's", true
}

func testKeyring(h *Home) (string, bool) {
	entries, err := os.ReadDir(filepath.Join(h.Dir, "keyring-test"))
	if errors.Is(err, fs.ErrNotExist) {
		return "none", true
	}
	if err != nil {
		return err.Error(), false
	}
	return fmt.Sprintf("%d entries", len(entries)), len(entries) == 0
}

// mnemonicFiles searches the small files of the home and of config; what the node writes itself is left out.
func mnemonicFiles(h *Home) (string, bool) {
	searched := 0
	for _, dir := range []string{h.Dir, filepath.Join(h.Dir, "config")} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err.Error(), false
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil || !info.Mode().IsRegular() || info.Size() > searchedSize || strings.HasSuffix(entry.Name(), ".log") {
				continue
			}
			if searched++; searched > searchedFiles {
				return fmt.Sprintf("none in the first %d files", searchedFiles), true
			}
			file := filepath.Join(dir, entry.Name())
			raw, err := os.ReadFile(file)
			if err != nil {
				return err.Error(), false
			}
			if looksLikeMnemonic(string(raw)) {
				return file, false
			}
		}
	}
	return "none", true
}
