// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/runtime/protoiface"
	"google.golang.org/protobuf/runtime/protoimpl"
)

// The generated code makes its files known to gogoproto only. gRPC's own codec looks for them in Google's registry, and
// panics on a list of an enum of another file that it does not find there: Role and Duty are listed by queries, messages
// and events. All files of the package are registered, importers last: gogoproto takes a package for complete where
// Google's registry holds a part of it.
func init() {
	for _, one := range []protoiface.MessageV1{
		&ValidatorPolicy{}, &MemberPolicy{}, &Member{}, &Proposal{}, &Quota{}, // one message of each file
		&EventMemberRegistered{}, &Genesis{}, &QueryActorRequest{}, &MsgVote{},
	} {
		file := protoimpl.X.MessageDescriptorOf(one).ParentFile()
		if _, err := protoregistry.GlobalFiles.FindFileByPath(file.Path()); err == nil {
			continue // a program may bring it along in another way
		}
		if err := protoregistry.GlobalFiles.RegisterFile(file); err != nil {
			panic(err)
		}
	}
}
