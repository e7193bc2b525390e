// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"net"
	"sync"
	"time"
)

const (
	// chunkBytes is the most that a link passes on at once. It is small, so that a narrow link is narrow evenly.
	chunkBytes = 16 << 10
	// chunksWaiting is how much a link holds; a sender that is ahead of it waits, as it would for a full socket.
	chunksWaiting = 256
	// stallPoll is how often a stalled stream looks whether it may go on.
	stallPoll = 5 * time.Millisecond
)

// direction is one way of a link. Both connections between two nodes, whoever dialled, share it.
type direction struct {
	mu        sync.Mutex
	condition Condition
	free      time.Time // when the next byte may pass a narrow link
}

func (d *direction) now() Condition {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.condition
}

func (d *direction) set(c Condition) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.condition, d.free = c, time.Time{}
}

// book takes the time that n bytes need on a narrow link and says when they have passed.
func (d *direction) book(n int) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	if d.condition.Rate == 0 {
		return now
	}
	if d.free.Before(now) {
		d.free = now
	}
	d.free = d.free.Add(time.Duration(n) * time.Second / time.Duration(d.condition.Rate))
	return d.free
}

type chunk struct {
	bytes []byte
	at    time.Time
}

// door is where one node reaches another: a listener of its own in front of the other's.
type door struct {
	listener net.Listener
	target   string
	there    *direction
	back     *direction

	mu   sync.Mutex
	open map[net.Conn]struct{}
	cut  bool
}

func newDoor(address, target string, there, back *direction) (*door, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return &door{listener: listener, target: target, there: there, back: back, open: map[net.Conn]struct{}{}}, nil
}

// serve passes connections on until the door is closed.
func (d *door) serve(ctx context.Context) {
	for {
		conn, err := d.listener.Accept()
		if err != nil {
			return
		}
		go d.pass(ctx, conn)
	}
}

func (d *door) pass(ctx context.Context, near net.Conn) {
	defer d.forget(near)
	if !d.remember(near) {
		return
	}
	far, err := net.Dial("tcp", d.target)
	if err != nil {
		return
	}
	defer d.forget(far)
	if !d.remember(far) {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var ways sync.WaitGroup
	ways.Go(func() { defer cancel(); stream(ctx, near, far, d.there) })
	ways.Go(func() { defer cancel(); stream(ctx, far, near, d.back) })
	<-ctx.Done()
	// Who reads or writes is let go, so that the end of one side is the end of both.
	_, _ = near.Close(), far.Close()
	ways.Wait()
}

// remember notes a connection, unless the door is cut.
func (d *door) remember(c net.Conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cut {
		return false
	}
	d.open[c] = struct{}{}
	return true
}

func (d *door) forget(c net.Conn) {
	_ = c.Close() // it may be closed already
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, c)
}

// setCut closes what is open and lets nothing through, or lets through again.
func (d *door) setCut(cut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cut = cut
	if !cut {
		return
	}
	for c := range d.open {
		_ = c.Close()
	}
}

func (d *door) close() {
	_ = d.listener.Close()
	d.setCut(true)
}

// stream copies one way of a connection under the condition of its direction. Order and content stay: the stream is
// encrypted, and any change of it would end the connection.
func stream(ctx context.Context, from, to net.Conn, way *direction) {
	waiting := make(chan chunk, chunksWaiting)
	go func() {
		defer close(waiting)
		for {
			buffer := make([]byte, chunkBytes)
			n, err := from.Read(buffer)
			if n > 0 {
				select {
				case waiting <- chunk{buffer[:n], time.Now().Add(way.now().Delay)}:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	for c := range waiting {
		if !hold(ctx, c, way) {
			return
		}
		if _, err := to.Write(c.bytes); err != nil {
			return
		}
	}
}

// hold waits until a chunk may pass; false if the connection ends before.
func hold(ctx context.Context, c chunk, way *direction) bool {
	if pause(ctx, time.Until(c.at)) != nil {
		return false
	}
	for way.now().Stalled {
		if pause(ctx, stallPoll) != nil {
			return false
		}
	}
	return pause(ctx, time.Until(way.book(len(c.bytes)))) == nil
}

// pause waits for a time, which may be over already, or for the end of the context.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
