// SPDX-License-Identifier: Apache-2.0

package concurrency

import "sync"

func planted(in chan int) {
	go good(nil)             // want `a goroutine`
	out := make(chan int, 1) // want `a channel`
	out <- 1                 // want `a channel`
	<-in                     // want `a channel`
	for range in {           // want `a channel`
	}
	close(in) // want `a channel`
	select {  // want `select chooses at random`
	case <-in:
	default:
	}
	var group sync.WaitGroup
	group.Go(func() {}) // want `a goroutine`
}

func good(all []int) {
	var lock sync.Mutex
	lock.Lock()
	defer lock.Unlock()
	for range all {
	}
}
