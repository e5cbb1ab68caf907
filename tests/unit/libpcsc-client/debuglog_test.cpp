// The log macros of <debuglog.h>, with the process that offers the log played by this test.
#include <debuglog.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdarg>
#include <cstdio>
#include <string>

namespace {

struct Logged {
    int priority = -1;
    unsigned int result_code = 0;
    std::string text;
    std::string bytes;
};

Logged logged;
std::array<char, 512> line;

std::string here(int at, const char* function, const std::string& message) {
    return std::string(__FILE__) + ":" + std::to_string(at) + ":" + function + "()" + message;
}

}  // namespace

void log_msg(const int priority, const char* fmt, ...) {
    std::va_list arguments;
    va_start(arguments, fmt);
    (void)std::vsnprintf(line.data(), line.size(), fmt, arguments);
    va_end(arguments);
    logged = {priority, 0, line.data(), ""};
}

void log_msg_rv(const int priority, unsigned int rv, const char* fmt, ...) {
    std::va_list arguments;
    va_start(arguments, fmt);
    (void)std::vsnprintf(line.data(), line.size(), fmt, arguments);
    va_end(arguments);
    logged = {priority, rv, line.data(), ""};
}

void log_xxd(const int priority, const char* msg, const unsigned char* buffer, const int size) {
    logged = {priority, 0, msg, std::string(buffer, buffer + size)};
}

TEST_CASE("A log macro says where it stands, then its message") {
    const char* const self = __func__;
    Log0(PCSC_LOG_CRITICAL);
    CHECK(logged.text == here(__LINE__ - 1, self, ""));
    CHECK(logged.priority == PCSC_LOG_CRITICAL);
    Log1(PCSC_LOG_DEBUG, "alone");
    CHECK(logged.text == here(__LINE__ - 1, self, " alone"));
    CHECK(logged.priority == PCSC_LOG_DEBUG);
}

TEST_CASE("A log macro takes as many arguments as its number less one") {
    const char* const self = __func__;
    Log2(PCSC_LOG_INFO, "%d", 1);
    CHECK(logged.text == here(__LINE__ - 1, self, " 1"));
    Log3(PCSC_LOG_INFO, "%d %s", 1, "two");
    CHECK(logged.text == here(__LINE__ - 1, self, " 1 two"));
    Log4(PCSC_LOG_INFO, "%d%d%d", 1, 2, 3);
    CHECK(logged.text == here(__LINE__ - 1, self, " 123"));
    Log5(PCSC_LOG_INFO, "%d%d%d%d", 1, 2, 3, 4);
    CHECK(logged.text == here(__LINE__ - 1, self, " 1234"));
    Log9(PCSC_LOG_INFO, "%d%d%d%d%d%d%d%d", 1, 2, 3, 4, 5, 6, 7, 8);
    CHECK(logged.text == here(__LINE__ - 1, self, " 12345678"));
}

TEST_CASE("LogRv4 hands on the result code, LogXxd the bytes") {
    const char* const self = __func__;
    LogRv4(PCSC_LOG_ERROR, 0x80100002U, "%s %s", "a", "b");
    CHECK(logged.text == here(__LINE__ - 1, self, " a b"));
    CHECK(logged.result_code == 0x80100002U);
    const std::array<unsigned char, 3> bytes = {'A', 'B', 'C'};
    LogXxd(PCSC_LOG_ERROR, "sent: ", bytes.data(), 2);
    CHECK(logged.text == "sent: ");
    CHECK(logged.bytes == "AB");
}

TEST_CASE("The old macros log at the level of information") {
    const char* const self = __func__;
    DebugLogA("alone");
    CHECK(logged.text == here(__LINE__ - 1, self, " alone"));
    DebugLogB("%d", 1);
    CHECK(logged.text == here(__LINE__ - 1, self, " 1"));
    DebugLogC("%d%d", 1, 2);
    CHECK(logged.text == here(__LINE__ - 1, self, " 12"));
    CHECK(logged.priority == PCSC_LOG_INFO);
}
