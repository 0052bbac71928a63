# yutu_library(FOLDER SOURCES a.c b.c DEPENDS base geo LIBRARIES GEOS::geos_c)
#
# One static library a folder, named yutu_FOLDER. DEPENDS names other folders
# (public), LIBRARIES the packages that only this folder may touch (private).

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

set(YUTU_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
    -Wmissing-prototypes -Wvla -Wwrite-strings -Wundef)
if(YUTU_WERROR)
    list(APPEND YUTU_WARNINGS -Werror)
endif()

add_library(yutu_options INTERFACE)
target_compile_options(yutu_options INTERFACE ${YUTU_WARNINGS} -fno-math-errno)
target_compile_definitions(yutu_options INTERFACE _POSIX_C_SOURCE=200809L)
target_include_directories(yutu_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_link_options(yutu_options INTERFACE -Wl,--as-needed)
if(YUTU_SANITIZE)
    target_compile_options(yutu_options INTERFACE -fsanitize=${YUTU_SANITIZE}
        -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(yutu_options INTERFACE -fsanitize=${YUTU_SANITIZE})
endif()
if(YUTU_FUZZ)
    target_compile_options(yutu_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(yutu_library folder)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
    add_library(yutu_${folder} STATIC ${ARG_SOURCES})
    target_link_libraries(yutu_${folder} PUBLIC yutu_options)
    foreach(dependency ${ARG_DEPENDS})
        target_link_libraries(yutu_${folder} PUBLIC yutu_${dependency})
    endforeach()
    target_link_libraries(yutu_${folder} PRIVATE ${ARG_LIBRARIES})
endfunction()

# yutu_embed(TARGET SYMBOL FILE): the bytes of FILE become
# `const unsigned char SYMBOL[]` and `const size_t SYMBOL_size` in TARGET.
function(yutu_embed target symbol file)
    set(out ${CMAKE_BINARY_DIR}/generated/embed/${symbol}.c)
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${out} -DSYMBOL=${symbol}
                -P ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
        DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
        VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()

# yutu_digest(TARGET SYMBOL FOLDER...): `const char SYMBOL[]` in TARGET is a hash of all
# sources and headers of the folders, so that a program knows what another one computed
# otherwise.
function(yutu_digest target symbol)
    set(files)
    foreach(folder ${ARGN})
        file(GLOB found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c
             ${CMAKE_SOURCE_DIR}/${folder}/*.h ${CMAKE_SOURCE_DIR}/${folder}/*.inc)
        list(APPEND files ${found})
    endforeach()
    string(REPLACE ";" "|" joined "${files}")
    set(out ${CMAKE_BINARY_DIR}/generated/digest/${symbol}.c)
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DFILES=${joined} -DOUT=${out} -DSYMBOL=${symbol}
                -P ${CMAKE_SOURCE_DIR}/cmake/Digest.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/Digest.cmake
        VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()

# yutu_late(TARGET MACRO FILE): TARGET does not link the shared library FILE but loads
# it when it is needed (base/late.h), by the name that MACRO holds.
function(yutu_late target macro file)
    execute_process(COMMAND ${CMAKE_READELF} -d ${file} OUTPUT_VARIABLE said ERROR_QUIET)
    if(NOT said MATCHES "SONAME[^[]*\\[([^]]+)\\]")
        message(FATAL_ERROR "${file} is no shared library with a name")
    endif()
    target_compile_definitions(yutu_${target} PRIVATE ${macro}="${CMAKE_MATCH_1}")
endfunction()
