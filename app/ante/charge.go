// SPDX-License-Identifier: Apache-2.0

package ante

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/x/payment"
)

// chargeGas consumes the price of the transaction. A batch is decoded here, once in this phase, and left in the
// context for its handler; its carrier has signed by now, so that nobody else makes a node decode.
func chargeGas(ctx sdk.Context, env envelope, simulate bool) (sdk.Context, error) {
	var batch []payment.Decoded
	if msg, ok := env.msgs[0].(*payment.MsgPayBatch); ok {
		batch = payment.DecodeBatch(msg, ctx.ChainID())
		ctx = payment.WithDecoded(ctx, msg, batch)
	}

	price := gas.Price(env.msgs, batch, env.bytes)
	if !simulate && env.gasLimit < price {
		return ctx, ErrGasLimit.Wrapf("expected at least %d for this transaction, got %d", price, env.gasLimit)
	}
	ctx.GasMeter().ConsumeGas(price, "price list")
	return ctx, nil
}
