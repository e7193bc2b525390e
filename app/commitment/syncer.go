// SPDX-License-Identifier: Apache-2.0

package commitment

import "sync"

// syncer makes the changelog durable behind the blocks' back: while one sync runs, all blocks that follow wait for the
// same next one, and no block waits for it.
type syncer struct {
	mu     sync.Mutex
	idle   *sync.Cond
	wanted File
	busy   bool
	// failed is the first failure. A file whose sync failed once may have lost bytes that the next sync says are safe.
	failed error
}

func newSyncer() *syncer {
	s := &syncer{}
	s.idle = sync.NewCond(&s.mu)
	return s
}

// wake asks for a file to be synced soon.
func (s *syncer) wake(file File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = file
	if !s.busy {
		s.busy = true
		go s.run()
	}
}

func (s *syncer) run() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.wanted != nil {
		file := s.wanted
		s.wanted = nil
		s.mu.Unlock()
		err := file.Sync()
		s.mu.Lock()
		if s.failed == nil {
			s.failed = err
		}
	}
	s.busy = false
	s.idle.Broadcast()
}

// rest waits until no sync runs.
func (s *syncer) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.busy {
		s.idle.Wait()
	}
}

func (s *syncer) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

func (s *syncer) stop() error {
	s.rest()
	return s.failure()
}
