# What every target of the house is compiled with.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# lib/, not lib/x86_64-linux-gnu: the installed tree runs from any DIR; packages say otherwise.
set(CMAKE_INSTALL_LIBDIR lib CACHE PATH "where libraries go below the prefix")

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

set(SCRM_SANITIZE "" CACHE STRING "sanitizers to build with, as -fsanitize= takes them")
option(SCRM_COVERAGE "count what the tests execute" OFF)

add_library(scrm_options INTERFACE)
target_compile_features(scrm_options INTERFACE cxx_std_20)
target_include_directories(scrm_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(scrm_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wcast-align=strict
    -Werror -fvisibility=hidden)
target_compile_definitions(scrm_options INTERFACE _GNU_SOURCE)
if(SCRM_SANITIZE)
    add_compile_options(-fsanitize=${SCRM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${SCRM_SANITIZE})
endif()
if(SCRM_COVERAGE)
    add_compile_options(--coverage)
    add_link_options(--coverage)
endif()

# Asio is compiled once, in its own library; everybody else sees declarations only.
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
