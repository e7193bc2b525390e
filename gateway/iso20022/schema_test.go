// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The parts of an XML schema that the ISO 20022 editor writes.
type (
	xsdSchema struct {
		Elements []xsdRoot    `xml:"element"`
		Complex  []xsdComplex `xml:"complexType"`
		Simple   []xsdSimple  `xml:"simpleType"`
	}
	xsdRoot struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"`
	}
	xsdComplex struct {
		Name     string   `xml:"name,attr"`
		Sequence xsdGroup `xml:"sequence"`
		Choice   xsdGroup `xml:"choice"`
		Content  *struct {
			Extension struct {
				Base      string `xml:"base,attr"`
				Attribute []struct {
					Name string `xml:"name,attr"`
					Type string `xml:"type,attr"`
					Use  string `xml:"use,attr"`
				} `xml:"attribute"`
			} `xml:"extension"`
		} `xml:"simpleContent"`
	}
	xsdGroup struct {
		Elements []struct {
			Name string `xml:"name,attr"`
			Type string `xml:"type,attr"`
			Min  string `xml:"minOccurs,attr"`
			Max  string `xml:"maxOccurs,attr"`
		} `xml:"element"`
		Any []struct {
			Namespace string `xml:"namespace,attr"`
		} `xml:"any"`
	}
	xsdSimple struct {
		Name        string `xml:"name,attr"`
		Restriction struct {
			Base   string `xml:"base,attr"`
			Facets []struct {
				XMLName xml.Name
				Value   string `xml:"value,attr"`
			} `xml:",any"`
		} `xml:"restriction"`
	}
)

// TestContentModelIsTheSchema writes the tables of this package from the official schemas of all messages and compares
// them: nothing is missing, nothing is beyond, and a name means the same in every schema.
func TestContentModelIsTheSchema(t *testing.T) {
	elements, values := map[string]string{}, map[string]string{}
	join := func(m Message, all map[string]string, row string) {
		name, _, _ := strings.Cut(row, " ")
		before, known := all[name]
		require.True(t, !known || before == row, "%s: %s is %s elsewhere", m, row, before)
		all[name] = row
	}
	for _, d := range registry() {
		s := readSchema(t, d.message)
		root := xsdRoot{Name: d.rootName(), Type: d.typ}
		if d.element != "" {
			root.Type = "Document"
		}
		require.Equal(t, []xsdRoot{root}, s.Elements)
		for _, c := range s.Complex {
			switch {
			case c.Name == "Document":
				require.Equal(t, "Document seq "+d.element+":"+d.typ, c.row())
			case c.Content != nil:
				join(d.message, values, c.amountRow(t, s))
			default:
				join(d.message, elements, c.row())
			}
		}
		for _, v := range s.Simple {
			if !strings.HasSuffix(v.Name, "_SimpleType") {
				join(d.message, values, v.row())
			}
		}
	}
	var have []string
	for _, table := range []string{sharedElements, creditElements, returnElements, statusElements, statementElements, headElements} {
		have = slices.AppendSeq(have, lines(table))
	}
	require.ElementsMatch(t, slices.Collect(maps.Values(elements)), have)
	require.ElementsMatch(t, slices.Collect(maps.Values(values)), slices.Collect(lines(valueTable)))
}

func readSchema(t *testing.T, m Message) (s xsdSchema) {
	t.Helper()
	raw, err := os.ReadFile(sharedData(t, "iso20022", "xsd", string(m)+".xsd"))
	require.NoError(t, err)
	require.NoError(t, xml.Unmarshal(raw, &s))
	return s
}

// amountRow is the row of an amount with its currency.
func (c xsdComplex) amountRow(t *testing.T, s xsdSchema) string {
	t.Helper()
	extension := c.Content.Extension
	require.Len(t, extension.Attribute, 1)
	require.Equal(t, "Ccy", extension.Attribute[0].Name)
	require.Equal(t, "required", extension.Attribute[0].Use)
	require.Contains(t, []string{"ActiveOrHistoricCurrencyCode", "ActiveCurrencyCode"}, extension.Attribute[0].Type)
	i := slices.IndexFunc(s.Simple, func(v xsdSimple) bool { return v.Name == extension.Base })
	_, digits, found := strings.Cut(s.Simple[i].row(), " unsigned ")
	require.True(t, found)
	return c.Name + " amount " + digits
}

func (c xsdComplex) row() string {
	group, shape := c.Sequence, "seq"
	if len(c.Choice.Elements) > 0 {
		group, shape = c.Choice, "choice"
	}
	if len(group.Any) > 0 {
		return strings.TrimSpace(c.Name + " any " + strings.TrimPrefix(group.Any[0].Namespace, "##any"))
	}
	words := []string{c.Name, shape}
	for _, e := range group.Elements {
		low, high := e.Min, e.Max
		if low == "" {
			low = "1"
		}
		if high == "" {
			high = "1"
		}
		short := map[string]string{"1,1": "", "0,1": "?", "0,unbounded": "*", "1,unbounded": "+"}
		occurrence, ok := short[low+","+high]
		if !ok {
			occurrence = "{" + low + "," + high + "}"
		}
		words = append(words, e.Name+":"+e.Type+occurrence)
	}
	return strings.Join(words, " ")
}

func (v xsdSimple) row() string {
	facets := map[string]string{}
	var codes []string
	for _, f := range v.Restriction.Facets {
		facets[f.XMLName.Local] = f.Value
		if f.XMLName.Local == "enumeration" {
			codes = append(codes, f.Value)
		}
	}
	switch {
	case len(codes) > 0:
		return v.Name + " code " + strings.Join(codes, " ")
	case facets["pattern"] != "":
		return v.Name + " pattern " + facets["pattern"]
	case facets["maxLength"] != "":
		kind := map[string]string{"xs:string": "text", "xs:base64Binary": "binary"}[v.Restriction.Base]
		return fmt.Sprintf("%s %s %s %s", v.Name, kind, facets["minLength"], facets["maxLength"])
	case facets["totalDigits"] != "":
		kind := map[string]string{"": "decimal", "0": "unsigned"}[facets["minInclusive"]]
		return fmt.Sprintf("%s %s %s %s", v.Name, kind, facets["totalDigits"], facets["fractionDigits"])
	default:
		return v.Name + " " + strings.TrimPrefix(v.Restriction.Base, "xs:")
	}
}

func TestTypesDoNotContainThemselves(t *testing.T) {
	m := contentModel()
	var walk func(e *element, above []string)
	walk = func(e *element, above []string) {
		require.NotContains(t, above, e.name)
		require.LessOrEqual(t, len(e.children), 64, "a place remembers its children in 64 bits")
		for _, c := range e.children {
			walk(c.typ, append(above, e.name))
		}
	}
	for _, d := range registry() {
		walk(m[d.typ], nil)
	}
}

func TestEveryHookHasAPlace(t *testing.T) {
	for _, d := range registry() {
		require.Equal(t, d.places != nil, d.check != nil, "%s: what is read is checked", d.message)
		if d.places == nil {
			continue
		}
		for _, path := range d.places.paths() {
			if path != pathMessage {
				n := d.root().find(path)
				require.NotNil(t, n, "%s has no %s", d.message, path)
				require.NotNil(t, n.hook, path)
			}
		}
	}
}
