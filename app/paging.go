// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"reflect"

	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/networks"
)

// pagedServer registers query services so that no page of theirs is larger than networks.MaxPageLimit: the SDK's own
// services take whatever limit a caller names. A request that names none gets the SDK's 100 records, spelled out,
// because the SDK counts the whole list for a caller who leaves the limit out.
type pagedServer struct {
	inner gogogrpc.Server
	// timed gives a query of a past height the time of its block.
	timed func(context.Context) context.Context
}

// RegisterService wraps each method's decoder, which all ways to a query share: gRPC, REST and RPC.
func (s pagedServer) RegisterService(desc *grpc.ServiceDesc, handler any) {
	paged := *desc
	paged.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, method := range desc.Methods {
		handle := method.Handler
		paged.Methods[i] = grpc.MethodDesc{
			MethodName: method.MethodName,
			Handler: func(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
				return handle(srv, s.timed(ctx), func(request any) error {
					if err := decode(request); err != nil {
						return err
					}
					capPage(request)
					return nil
				}, interceptor)
			},
		}
	}
	s.inner.RegisterService(&paged, handler)
}

// capPage lowers the limit of a request that is paged.
func capPage(request any) {
	paged, ok := request.(interface{ GetPagination() *query.PageRequest })
	if !ok {
		return
	}
	page := paged.GetPagination()
	if page == nil {
		field := reflect.ValueOf(request).Elem().FieldByName("Pagination")
		if !field.IsValid() || !field.CanSet() {
			return
		}
		page = &query.PageRequest{}
		field.Set(reflect.ValueOf(page))
	}
	switch {
	case page.Limit == 0:
		page.Limit = query.DefaultLimit
	case page.Limit > networks.MaxPageLimit:
		page.Limit = networks.MaxPageLimit
	}
}

// queries is where every query service is registered.
func (app *App) queries() gogogrpc.Server { return pagedServer{app.GRPCQueryRouter(), app.atItsTime} }
