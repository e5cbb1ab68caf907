#include "daemon/service/own_programs.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using scrm::service::own_program;

TEST_CASE("a program of ours is beside this one, or where the environment says") {
    ::unsetenv("SCRM_LIBEXEC");
    const std::filesystem::path installed = own_program("scrm-x");
    CHECK(installed.is_absolute());
    CHECK(installed.filename() == "scrm-x");
    CHECK(installed.parent_path().filename() == "scrm");
    ::setenv("SCRM_LIBEXEC", "/elsewhere", 1);
    CHECK(own_program("scrm-x") == "/elsewhere/scrm-x");
    ::unsetenv("SCRM_LIBEXEC");
}
