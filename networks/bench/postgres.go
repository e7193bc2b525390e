// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrNoPostgres says that the database to compare with is not installed.
var ErrNoPostgres = errors.New("PostgreSQL is missing: install the distribution's packages postgresql and postgresql-contrib, or run `make tools-bench`")

var (
	//go:embed postgres.sql
	postgresSchema string
	//go:embed postgres.pgbench
	postgresScript string
)

const (
	// clients are the connections that pay at a time.
	clients = 32
	// databasePort is its distance from the first port.
	databasePort = 50
)

// database is a PostgreSQL instance of its own in a folder of its own.
type database struct {
	bin, dir string
	port     int
	as       *syscall.Credential
	server   *Process
}

// findPostgres is the folder of the newest installed version.
func findPostgres() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return majorOf(a) - majorOf(b) })
	for _, initdb := range slices.Backward(found) {
		bin := filepath.Dir(initdb)
		if _, err := os.Stat(filepath.Join(bin, "pgbench")); err == nil {
			return bin, nil
		}
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", ErrNoPostgres
}

func majorOf(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// unprivileged is who the database runs as where this program is root, which PostgreSQL refuses to run as.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
	}
	return nil, errors.New("expected a user postgres or nobody: PostgreSQL does not run as root")
}

// newDatabase makes and starts an instance with so many accounts.
func newDatabase(ctx context.Context, s Setup) (_ *database, err error) {
	d := &database{port: s.BasePort + databasePort}
	if d.bin, err = findPostgres(); err != nil {
		return nil, err
	}
	if d.as, err = unprivileged(); err != nil {
		return nil, err
	}
	if err := freePorts(d.port); err != nil {
		return nil, err
	}
	// Not below Dir: its user may not be allowed there.
	if d.dir, err = os.MkdirTemp("", "tael-bench-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.remove()
		}
	}()
	if d.as != nil {
		if err := os.Chown(d.dir, int(d.as.Uid), int(d.as.Gid)); err != nil {
			return nil, err
		}
	}
	if _, err := d.run(ctx, "initdb", "-D", d.data(), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"); err != nil {
		return nil, err
	}
	return d, d.start(ctx, s.Accounts)
}

func (d *database) data() string { return filepath.Join(d.dir, "data") }

// start runs the server with the defaults of its version but for the two settings that are durability itself.
func (d *database) start(ctx context.Context, accounts int) (err error) {
	cmd := exec.Command(filepath.Join(d.bin, "postgres"), "-D", d.data(), "-p", strconv.Itoa(d.port), "-k", d.dir,
		"-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on")
	cmd.Dir = d.dir
	if d.server, err = launch("postgres", filepath.Join(d.dir, "server.log"), cmd, d.as); err != nil {
		return err
	}
	for end := time.Now().Add(startPatience); ; {
		if _, err := d.run(ctx, "pg_isready", d.at()...); err == nil {
			break
		}
		if !d.server.Running() || time.Now().After(end) {
			return fmt.Errorf("PostgreSQL does not start; the end of its log:\n%s", d.server.tail())
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	fill := fmt.Sprintf("INSERT INTO account SELECT n, 1000000000 FROM generate_series(1, %d) n; VACUUM ANALYZE", accounts)
	if _, err := d.query(ctx, postgresSchema); err != nil {
		return err
	}
	for statement := range strings.SplitSeq(fill, ";") {
		if _, err := d.query(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (d *database) at() []string {
	return []string{"-h", "127.0.0.1", "-p", strconv.Itoa(d.port), "-U", "bench", "-d", "postgres"}
}

// query runs SQL and answers its plain text.
func (d *database) query(ctx context.Context, sql string) (string, error) {
	return d.run(ctx, "psql", append(d.at(), "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", sql)...)
}

func (d *database) run(ctx context.Context, name string, args ...string) (string, error) {
	output, err := d.command(ctx, name, args...).CombinedOutput()
	text := strings.TrimSpace(string(output))
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", name, err, text)
	}
	return text, nil
}

func (d *database) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(d.bin, name), args...)
	cmd.Dir = d.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL, Credential: d.as}
	return cmd
}

// remove stops the server and removes every trace of it.
func (d *database) remove() {
	if d.server != nil {
		d.server.Stop(stopGrace)
	}
	_ = os.RemoveAll(d.dir)
}
