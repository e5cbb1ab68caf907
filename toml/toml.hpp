// TOML as files are read here. toml++ 3.3 asserts what a malformed file can make untrue ("[[[r"), and a
// release build takes its assertions for granted. Here each is a check, and a file that fails one does not
// parse. Everybody includes this and not the library's own header, so that a program has one of it and not
// two.
#pragma once

namespace scrm::toml_library {

/// Throws a toml::parse_error that names no line: the library did not foresee a file like this.
[[noreturn]] inline void malformed();

}  // namespace scrm::toml_library

// With NDEBUG the library would tell the optimiser to rely on them.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expectation) ((expectation) ? static_cast<void>(0) : ::scrm::toml_library::malformed())
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

inline void scrm::toml_library::malformed() {
    throw toml::parse_error("this is malformed", toml::source_position{});
}
