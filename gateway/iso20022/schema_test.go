// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The parts of an XML schema that the ISO 20022 editor writes.
type (
	xsdSchema struct {
		Complex []xsdComplex `xml:"complexType"`
		Simple  []xsdSimple  `xml:"simpleType"`
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
		Any []struct{} `xml:"any"`
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

// TestContentModelIsTheSchema writes the tables of this package from the official schema and compares them.
func TestContentModelIsTheSchema(t *testing.T) {
	raw, err := os.ReadFile(sharedData(t, "iso20022", "xsd", Pain001+".xsd"))
	require.NoError(t, err)
	var s xsdSchema
	require.NoError(t, xml.Unmarshal(raw, &s))
	var elements, values []string
	for _, c := range s.Complex {
		if c.Content != nil {
			require.Equal(t, "Ccy", c.Content.Extension.Attribute[0].Name)
			require.Equal(t, "required", c.Content.Extension.Attribute[0].Use)
			require.Equal(t, "ActiveOrHistoricCurrencyCode", c.Content.Extension.Attribute[0].Type)
			values = append(values, c.Name+" amount 18 5")
			continue
		}
		elements = append(elements, c.row())
	}
	for _, v := range s.Simple {
		if v.Name != "ActiveOrHistoricCurrencyAndAmount_SimpleType" {
			values = append(values, v.row())
		}
	}
	require.ElementsMatch(t, elements, slices.Collect(lines(pain001Elements)))
	require.ElementsMatch(t, values, slices.Collect(lines(pain001Values)))
}

func (c xsdComplex) row() string {
	group, shape := c.Sequence, "seq"
	if len(c.Choice.Elements) > 0 {
		group, shape = c.Choice, "choice"
	}
	if len(group.Any) > 0 {
		return c.Name + " any"
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
		return fmt.Sprintf("%s text %s %s", v.Name, facets["minLength"], facets["maxLength"])
	case facets["totalDigits"] != "":
		return fmt.Sprintf("%s decimal %s %s", v.Name, facets["totalDigits"], facets["fractionDigits"])
	default:
		return v.Name + " " + strings.TrimPrefix(v.Restriction.Base, "xs:")
	}
}

func TestTypesDoNotContainThemselves(t *testing.T) {
	m := newModel(pain001Elements, pain001Values)
	var walk func(e *element, above []string)
	walk = func(e *element, above []string) {
		require.NotContains(t, above, e.name)
		require.LessOrEqual(t, len(e.children), 64, "a place remembers its children in 64 bits")
		for _, c := range e.children {
			walk(c.typ, append(above, e.name))
		}
	}
	walk(m["Document"], nil)
}

func TestEveryTakerHasAPlace(t *testing.T) {
	for path := range takers {
		require.NotNil(t, pain001().find(path).take, path)
	}
}
