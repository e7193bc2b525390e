// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/viper"
)

// Behaviours of a fake node, named by a file of that name in its home.
const (
	fakeDies     = "dies"
	fakeStubborn = "stubborn"
)

// TestMain lets the test binary stand in for taeld: started as `start --home DIR` it is a node whose chain grows by
// one block per question and which keeps its height on disk.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "start" {
		fakeNode(os.Args[3])
		return
	}
	os.Exit(m.Run())
}

func fakeNode(home string) {
	behaves := func(how string) bool {
		_, err := os.Stat(filepath.Join(home, how))
		return err == nil
	}
	if behaves(fakeDies) {
		fmt.Println("the disk is on fire")
		os.Exit(1)
	}
	if behaves(fakeStubborn) {
		signal.Ignore(syscall.SIGTERM)
	}
	cfg := viper.New()
	cfg.SetConfigFile(filepath.Join(home, "config", "config.toml"))
	if err := cfg.ReadInConfig(); err != nil {
		panic(err)
	}
	http.HandleFunc("/status", func(w http.ResponseWriter, _ *http.Request) {
		file := filepath.Join(home, "data", "height")
		raw, _ := os.ReadFile(file)
		height, _ := strconv.Atoi(string(raw))
		height++
		_ = os.WriteFile(file, []byte(strconv.Itoa(height)), 0o600)
		fmt.Fprintf(w, `{"result":{"sync_info":{"latest_block_height":"%d","latest_app_hash":"AB","catching_up":false}}}`, height)
	})
	http.HandleFunc("/commit", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("height") == "99" {
			fmt.Fprint(w, `{"error":{"message":"Internal error","data":"height 99 must be less than or equal to 5"}}`)
			return
		}
		fmt.Fprint(w, `{"result":{"signed_header":{"header":{"app_hash":"CD"}}}}`)
	})
	if err := http.ListenAndServe(strings.TrimPrefix(cfg.GetString("rpc.laddr"), "tcp://"), nil); err != nil {
		panic(err)
	}
}
