// SPDX-License-Identifier: Apache-2.0

package module

import (
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/taelnet/tael/x/wallet"
)

func bindCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bind-device [wallet] [algorithm:public-key]",
		Short: "Bind a device: at once by the owner, after the contest delay by the custodian's OPERATIONS",
		Long: `Bind a device key to a wallet. The key is secp256k1, p256 or ed25519, a colon and the compressed public key in hex
(33, 33 or 32 bytes). The custodian may state the digest of a certificate that it checked.`,
		Example: "taeld tx wallet bind-device " + exampleWallet + " secp256k1:" + exampleKey + ` --from alice
taeld tx wallet bind-device ` + exampleWallet + " secp256k1:" + exampleKey + " --certificate " + exampleDigest + " --from bank-a-operations",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			key, err := parseDeviceKey(args[1])
			if err != nil {
				return err
			}
			if err := readCertificate(cmd.Flags(), key); err != nil {
				return err
			}
			msg := &wallet.MsgBindDevice{
				Signer: clientCtx.GetFromAddress().String(), Wallet: args[0], Algorithm: key.Algorithm, PublicKey: key.PublicKey,
				Certificate: key.Certificate,
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	addCertificateFlag(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func addCertificateFlag(cmd *cobra.Command) {
	cmd.Flags().String(flagCertificate, "", "digest of the device's certificate that the custodian checked, 32 bytes in hex")
}

// readCertificate adds the digest of a certificate to a key, if one is given.
func readCertificate(set *pflag.FlagSet, key *wallet.DeviceKey) error {
	text, err := set.GetString(flagCertificate)
	if err != nil || text == "" {
		return err
	}
	if key.Certificate, err = hex.DecodeString(text); err != nil {
		return wallet.ErrDeviceInvalid.Wrapf("expected a certificate's digest in hex: %s", err)
	}
	return nil
}

func parseDeviceKey(text string) (*wallet.DeviceKey, error) {
	name, digits, found := strings.Cut(text, ":")
	number, known := wallet.KeyAlgorithm_value["KEY_ALGORITHM_"+strings.ToUpper(name)]
	if !found || !known {
		return nil, wallet.ErrDeviceInvalid.Wrapf("expected secp256k1, p256 or ed25519, a colon and a key in hex, got %q", text)
	}
	key, err := hex.DecodeString(digits)
	if err != nil {
		return nil, wallet.ErrDeviceInvalid.Wrapf("expected a key in hex: %s", err)
	}
	return &wallet.DeviceKey{Algorithm: wallet.KeyAlgorithm(number), PublicKey: key}, nil
}
