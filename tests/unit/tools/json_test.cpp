#include "tools/scrmctl/json.hpp"

#include <catch2/catch.hpp>

using namespace scrm::tools;

TEST_CASE("each kind of value has its JSON form") {
    CHECK(Json().text() == "null");
    CHECK(Json(true).text() == "true");
    CHECK(Json(false).text() == "false");
    CHECK(Json(std::uint8_t{255}).text() == "255");
    CHECK(Json(-3).text() == "-3");
    CHECK(Json("text").text() == "\"text\"");
    CHECK(Json(std::string("text")).text() == "\"text\"");
    CHECK(Json(Json::Array{}).text() == "[]");
    CHECK(Json(Json::Object{}).text() == "{}");
}

TEST_CASE("arrays and objects nest and keep their order") {
    const Json json(
        Json::Object{{"b", 1}, {"a", Json::Array{Json("x"), Json(), Json(Json::Object{{"c", true}})}}});
    CHECK(json.text() == R"({"b":1,"a":["x",null,{"c":true}]})");
}

TEST_CASE("quotes, backslashes and control characters are escaped in values and names") {
    CHECK(Json("a\"b\\c").text() == R"("a\"b\\c")");
    CHECK(Json("\n\t\r\x01\x1f").text() == R"("\n\t\u000d\u0001\u001f")");
    CHECK(Json(Json::Object{{"a\"", 1}}).text() == R"({"a\"":1})");
    CHECK(Json(std::string("a\0b", 3)).text() == R"("a\u0000b")");
}

TEST_CASE("UTF-8 stays, other bytes become the replacement character") {
    CHECK(Json("ä€").text() == "\"ä€\"");
    CHECK(Json("a\xFFz").text() == R"("a\ufffdz")");
}
