// SPDX-License-Identifier: Apache-2.0

package client_test

import (
	"context"
	"net"
	"reflect"
	"testing"
	"time"

	"cosmossdk.io/math"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// filled sets every field below v to something that is not its zero value; lists get two entries.
func filled(t *testing.T, v reflect.Value, depth int) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[math.Int]():
		v.Set(reflect.ValueOf(math.NewInt(7)))
		return
	case v.Type() == reflect.TypeFor[math.LegacyDec]():
		v.Set(reflect.ValueOf(math.LegacyOneDec()))
		return
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(7, 0).UTC()))
		return
	case v.Type() == reflect.TypeFor[*codectypes.Any]():
		packed, err := codectypes.NewAnyWithValue(&consortium.MsgVote{Voter: "x", Proposal: 7, Option: consortium.VOTE_OPTION_YES})
		require.NoError(t, err)
		v.Set(reflect.ValueOf(packed))
		return
	case depth == 0:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				filled(t, v.Field(i), depth-1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(t, v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			filled(t, v.Index(i), depth)
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Float32, reflect.Float64, reflect.Map, reflect.Interface:
		t.Fatalf("expected plain fields, got %s", v.Type())
	}
}

// answering is a gRPC server that answers each method with what answers holds for it, over gRPC's own codec.
func answering(t *testing.T, answers map[string]proto.Message) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		return stream.SendMsg(answers[method])
	}))
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient("passthrough:///queries", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// A Go client needs the generated query client and a plain connection, and nothing of ours: gRPC's own codec reads every
// answer.
func TestEveryQueryIsReadByAPlainGoClient(t *testing.T) {
	answers := map[string]proto.Message{}
	conn := answering(t, answers)
	rooms := map[string]any{
		"tael.compliance.v1": compliance.NewQueryClient(conn),
		"tael.consortium.v1": consortium.NewQueryClient(conn),
		"tael.netting.v1":    netting.NewQueryClient(conn),
		"tael.payment.v1":    payment.NewQueryClient(conn),
		"tael.reserve.v1":    reserve.NewQueryClient(conn),
		"tael.wallet.v1":     wallet.NewQueryClient(conn),
	}
	for room, client := range rooms {
		asked := reflect.ValueOf(client)
		for i := range asked.NumMethod() {
			name := asked.Type().Method(i).Name
			t.Run(room+" "+name, func(t *testing.T) {
				signature := asked.Method(i).Type()
				request, answer := reflect.New(signature.In(1).Elem()), reflect.New(signature.Out(0).Elem())
				filled(t, request.Elem(), 7)
				filled(t, answer.Elem(), 7)
				expected := answer.Interface().(proto.Message)
				answers["/"+room+".Query/"+name] = expected

				got := asked.Method(i).Call([]reflect.Value{reflect.ValueOf(t.Context()), request})
				require.Nil(t, got[1].Interface())
				want, err := proto.Marshal(expected)
				require.NoError(t, err)
				have, err := proto.Marshal(got[0].Interface().(proto.Message))
				require.NoError(t, err)
				require.NotEmpty(t, want)
				require.Equal(t, want, have)
			})
		}
	}
}
