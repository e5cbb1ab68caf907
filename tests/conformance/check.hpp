// What a case finds out. The first check that does not hold ends the case's process, with words that say what
// comes instead: docs/differences-from-pcsc-lite.md quotes them.
#pragma once

#include <winscard.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace conformance {

using Bytes = std::vector<std::uint8_t>;

/// Where the process of a case says what comes instead.
void report_differences_to(int descriptor);

/// Ends the process of the case.
[[noreturn]] void differ(const std::string& what, const char* file, int line);

/// SCARD_E_TIMEOUT is "TIMEOUT".
std::string name_of(LONG code);

/// The function's name, of the text of a call.
std::string called(std::string_view call);

std::string text_of(const std::string& value);
std::string text_of(const Bytes& value);
std::string text_of(std::uint64_t value);
template <std::integral Number>
std::string text_of(Number value) {
    return text_of(static_cast<std::uint64_t>(value));
}

template <class Expected, class Actual>
void check_is(const Expected& expected, const Actual& actual, const char* text, const char* file, int line) {
    if (!(actual == static_cast<Actual>(expected)))
        differ(
            std::string(text) + " is " + text_of(actual) + ", not " + text_of(static_cast<Actual>(expected)),
            file, line);
}

}  // namespace conformance

/// The call returns that code.
#define GIVES(CODE, CALL)                                                                   \
    do {                                                                                    \
        const LONG conformance_code = (CALL);                                               \
        if (conformance_code != (CODE))                                                     \
            ::conformance::differ(::conformance::called(#CALL) + " gives " +                \
                                      ::conformance::name_of(conformance_code) + ", not " + \
                                      ::conformance::name_of(CODE),                         \
                                  __FILE__, __LINE__);                                      \
    } while (false)

/// The value, whose text must make sense to a reader, is as expected.
#define IS(EXPECTED, VALUE) ::conformance::check_is((EXPECTED), (VALUE), #VALUE, __FILE__, __LINE__)

#define HOLDS(CONDITION)                                                      \
    do {                                                                      \
        if (!(CONDITION))                                                     \
            ::conformance::differ("not so: " #CONDITION, __FILE__, __LINE__); \
    } while (false)
