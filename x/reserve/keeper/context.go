// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// fact is a typed event.
type fact = proto.Message

// emit tells what happened, last of all, when nothing can fail any more.
func emit(ctx context.Context, facts ...fact) error {
	events := sdk.UnwrapSDKContext(ctx).EventManager()
	for _, f := range facts {
		if err := events.EmitTypedEvent(f); err != nil {
			return err
		}
	}
	return nil
}

// now is the block time in unix seconds.
func now(ctx context.Context) int64 {
	return sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
}

func optionalAddress(text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	return wallet.ParseAddress(text)
}

func addressText(addr []byte) string {
	if len(addr) == 0 {
		return ""
	}
	return sdk.AccAddress(addr).String()
}
