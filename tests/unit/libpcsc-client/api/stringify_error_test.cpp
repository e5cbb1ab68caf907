#include <winscard.h>

#include <catch2/catch.hpp>
#include <map>
#include <sstream>
#include <string>
#include <thread>

namespace {

const std::map<LONG, std::string> stock_texts = {
#define ABI_TEXT(code, text) {static_cast<LONG>(code), text},
#include "tests/unit/libpcsc-client/abi_facts/error_texts.inc"
};

std::string as_number(LONG code) {
    std::ostringstream text;
    text << "Unknown error: 0x" << std::hex << std::uppercase << static_cast<unsigned long>(code);
    return text.str();
}

}  // namespace

TEST_CASE("Every result code has the words that programs know") {
    for (const auto& [code, text] : stock_texts) {
        CHECK(pcsc_stringify_error(code) == text);
    }
}

TEST_CASE("A result code without words is told as a number") {
    for (LONG code = static_cast<LONG>(0x80100000); code <= static_cast<LONG>(0x80100080); ++code) {
        if (!stock_texts.contains(code)) {
            CHECK(pcsc_stringify_error(code) == as_number(code));
        }
    }
}

TEST_CASE("A small number has eight digits, a negative one all of them") {
    CHECK(pcsc_stringify_error(0x1234) == std::string("Unknown error: 0x00001234"));
    CHECK(pcsc_stringify_error(-1) == as_number(-1));
}

TEST_CASE("The words of a known code stay, whatever is asked next") {
    const char* cancelled = pcsc_stringify_error(SCARD_E_CANCELLED);
    pcsc_stringify_error(SCARD_E_TIMEOUT);
    pcsc_stringify_error(1);
    CHECK(cancelled == std::string("Command cancelled."));
}

TEST_CASE("What another thread asks does not change the words this thread has") {
    const char* mine = pcsc_stringify_error(1);
    std::string theirs;
    std::thread([&theirs] { theirs = pcsc_stringify_error(2); }).join();
    CHECK(theirs == "Unknown error: 0x00000002");
    CHECK(mine == std::string("Unknown error: 0x00000001"));
}
