#include "daemon/bundles/info_plist.hpp"

#include <catch2/catch.hpp>

using namespace scrm::bundles;

namespace {

std::string with(const std::string& entries) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<!DOCTYPE plist PUBLIC \"-//Apple Computer//DTD PLIST 1.0//EN\" "
           "\"http://x/PropertyList-1.0.dtd\">\n"
           "<plist version=\"1.0\">\n<dict>\n" +
           entries + "</dict>\n</plist>\n";
}

Plist plist_of(const std::string& entries) {
    const auto parsed = parse_plist(with(entries));
    REQUIRE(std::holds_alternative<Plist>(parsed));
    return std::get<Plist>(parsed);
}

Complaint complaint_of(const std::string& text) {
    const auto parsed = parse_plist(text);
    REQUIRE(std::holds_alternative<Complaint>(parsed));
    return std::get<Complaint>(parsed);
}

std::vector<std::string> texts(const PlistValue& value) {
    std::vector<std::string> all;
    for (const PlistString& string : value.strings)
        all.push_back(string.text);
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a value is a string or an array of them, and where each stands is known") {
    const Plist plist = plist_of(
        "<key>A</key>\n<string>one</string>\n<key>B</key>\n<array>\n<string>two</string>\n<string>three</"
        "string>\n"
        "</array>\n");
    CHECK(texts(plist.at("A")) == Texts{"one"});
    CHECK(plist.at("A").line == 5);
    CHECK(texts(plist.at("B")) == Texts{"two", "three"});
    CHECK(plist.at("B").line == 7);
    CHECK(plist.at("B").strings[1].line == 10);
}

TEST_CASE("entities are decoded, comments and blanks are not there") {
    const Plist plist = plist_of(
        "<!-- <key>no</key><string>no</string> -->\n<key> A </key><!-- here --><string>\n R&amp;D &#233; "
        "</string>\n"
        "<key>B</key><array><!-- <string>off</string> --><string>on</string></array>\n");
    CHECK(plist.size() == 2);
    CHECK(texts(plist.at("A")) == Texts{"R&D \u00e9"});
    CHECK(texts(plist.at("B")) == Texts{"on"});
}

TEST_CASE("numbers are taken for strings, other values for none") {
    const Plist plist = plist_of(
        "<key>N</key><integer>7</integer><key>T</key><true/><key>D</key><dict><key>X</key><string>y</"
        "string></dict>"
        "<key>E</key><string/>");
    CHECK(texts(plist.at("N")) == Texts{"7"});
    CHECK(plist.at("T").strings.empty());
    CHECK(plist.at("D").strings.empty());
    CHECK(texts(plist.at("E")) == Texts{""});
    CHECK_FALSE(plist.contains("X"));
}

TEST_CASE("of a key that is there twice the last one counts") {
    CHECK(texts(plist_of("<key>A</key><string>1</string><key>A</key><string>2</string>").at("A")) ==
          Texts{"2"});
}

TEST_CASE("a key without a value is told with its line") {
    CHECK(complaint_of(with("<key>A</key>\n<string>1</string>\n<key>B</key>\n")) ==
          Complaint{7, "the key B has no value"});
    CHECK(complaint_of(with("<key>A</key>\n<key>B</key><string>1</string>\n")) ==
          Complaint{5, "the key A has no value"});
}

TEST_CASE("what is not XML is told with its line") {
    const Complaint complaint = complaint_of(with("<key>A</key>\n<string>1</sting>\n"));
    CHECK(complaint.line == 6);
    CHECK(complaint.what.starts_with("not XML: "));
    CHECK(complaint_of("").what.starts_with("not XML: "));
}

TEST_CASE("XML that is no property list is told") {
    CHECK(complaint_of("<html/>").what.starts_with("no property list"));
    CHECK(complaint_of("<plist><array/></plist>").what.starts_with("no property list"));
}

TEST_CASE("arrays that end with another <array> are read as pcscd reads them, their lines too") {
    const Plist plist = plist_of(
        "<key>A</key>\n<array>\n<string>1</string>\n<!-- <array> -->\n<array>\n"
        "<key>B</key>\n<array><string>2</string><array>\n<key>C</key>\n<array><string>3</string></array>\n");
    CHECK(texts(plist.at("A")) == Texts{"1"});
    CHECK(texts(plist.at("B")) == Texts{"2"});
    CHECK(plist.at("B").line == 10);
    CHECK(texts(plist.at("C")) == Texts{"3"});
}

TEST_CASE("what is told of a text beyond repair is told of it as it stands") {
    CHECK(complaint_of(with("<key>A</key>\n<array>\n<string>1</sting>\n<array>\n")).line == 7);
}
