// SPDX-License-Identifier: Apache-2.0

// Package token is a consensus key inside a PKCS#11 token, and the counter of its signatures there.
package token

import "errors"

var (
	// ErrNoModule says that there is no PKCS#11 library to speak to a token with.
	ErrNoModule = errors.New("no PKCS#11 module")

	// ErrNoToken says that the module shows no token of that label.
	ErrNoToken = errors.New("no such token")

	// ErrNoKey says that the token holds no such key.
	ErrNoKey = errors.New("no such key in the token")

	// ErrLost says that the session with the token is gone and could not be opened anew yet.
	ErrLost = errors.New("the token is away")

	// ErrOtherKey says that the token came back with another key.
	ErrOtherKey = errors.New("the token holds another key")

	// ErrKeyExists says that the token holds a key of that label already.
	ErrKeyExists = errors.New("the token holds such a key already")
)

// Where says which key of which token.
type Where struct {
	// Module is the path of the token's PKCS#11 library.
	Module string `json:"module"`
	// Token is the token's label.
	Token string `json:"token"`
	// Label is the label of the key pair in it.
	Label string `json:"label"`
}
