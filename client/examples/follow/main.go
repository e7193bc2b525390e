// SPDX-License-Identifier: Apache-2.0

// Follow prints every payment of a running local network as it becomes final. It keeps its cursor in a file: started
// again it goes on after the last block it has printed, without a gap and without a repetition.
//
//	make localnet
//	go run ./client/examples/follow -cursor follow.cursor
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/examples/network"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "follow:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var flags network.Flags
	flags.Register()
	from := flag.Int64("from", 1, "height to begin at when there is no cursor yet")
	to := flag.Int64("to", 0, "height to end after; 0 follows until interrupted")
	file := flag.String("cursor", "follow.cursor", "file that holds the last height printed")
	flag.Parse()

	next, err := resume(*file, *from)
	if err != nil {
		return err
	}
	if *to > 0 && next > *to {
		fmt.Printf("nothing to do: the cursor is already past block %d\n", *to)
		return nil
	}
	c, err := flags.Dial(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	fmt.Printf("following %s from block %d\n", c.ChainID(), next)
	err = c.Follow(ctx, next, func(b client.Block) error {
		for _, tx := range b.Txs {
			show(c.ChainID(), b, tx)
		}
		if err := store(*file, b.Height); err != nil {
			return err
		}
		if *to > 0 && b.Height >= *to {
			return errEnd
		}
		return nil
	})
	if errors.Is(err, errEnd) {
		return nil
	}
	return err
}

var errEnd = errors.New("end of the range")

// resume is the height after the one in the cursor file, or from if there is no file.
func resume(file string, from int64) (int64, error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return from, nil
	}
	if err != nil {
		return 0, err
	}
	height, err := strconv.ParseInt(string(bytes.TrimSpace(raw)), 10, 64)
	if err != nil || height < 1 {
		return 0, fmt.Errorf("%s: expected a height from 1 on, got %q; remove the file to begin at -from", file, bytes.TrimSpace(raw))
	}
	return height + 1, nil
}

// store replaces the cursor in one step, so that a crash leaves the old height or the new one.
func store(file string, height int64) error {
	next, err := os.CreateTemp(filepath.Dir(file), ".cursor-*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(next, height)
	if err := errors.Join(err, next.Close()); err != nil {
		return errors.Join(err, os.Remove(next.Name()))
	}
	return os.Rename(next.Name(), file)
}
