// SPDX-License-Identifier: Apache-2.0

package ambient

import (
	crand "crypto/rand"
	"math/rand"
	"os"
	"runtime"
	"time"
)

func planted() {
	_ = time.Now()              // want `time.Now: time is the block's`
	_ = time.Since(time.Time{}) // want `time.Since`
	_ = time.Until(time.Time{}) // want `time.Until`
	_ = time.After(time.Second) // want `time.After`
	_ = time.Tick(time.Second)  // want `time.Tick`
	_ = time.Time{}.Local()     // want `time.Local`
	clock := time.Now           // want `time.Now`
	_ = clock
	_ = rand.Int()              // want `rand.Int: nodes draw different numbers`
	_, _ = crand.Read(nil)      // want `rand.Read`
	_ = os.Getenv("HOME")       // want `os.Getenv: nodes differ in their environment`
	_, _ = os.LookupEnv("HOME") // want `os.LookupEnv`
	_ = os.Args                 // want `os.Args`
	_ = runtime.NumCPU()        // want `runtime.NumCPU: nodes differ in machine and build`
	_ = runtime.GOOS            // want `runtime.GOOS`
}

func good(now, deadline time.Time) bool {
	const day = 24 * time.Hour
	return now.After(deadline) || now.Add(day).Before(deadline) || now.UTC().Equal(time.Unix(0, 0))
}
