# Every package the build needs, in one place. A missing one stops the
# configure with the command that installs all of them.

# One name a line; the scripts install from the same list.
file(STRINGS ${CMAKE_SOURCE_DIR}/scripts/packages/build YUTU_PACKAGES)
list(JOIN YUTU_PACKAGES " " YUTU_APT)

function(yutu_require found what)
    if(NOT ${found})
        message(FATAL_ERROR "${what} is missing. Install what the build needs with:\n"
            "  sudo apt-get install --no-install-recommends ${YUTU_APT}")
    endif()
endfunction()

find_package(PkgConfig QUIET)
yutu_require(PKG_CONFIG_FOUND "pkg-config")

# yutu_pkg(NAME PACKAGE): PkgConfig::NAME from PACKAGE's .pc file.
macro(yutu_pkg name package)
    pkg_check_modules(${name} QUIET IMPORTED_TARGET ${package})
    yutu_require(${name}_FOUND "${package}")
endmacro()

yutu_pkg(JANSSON jansson)
yutu_pkg(SODIUM libsodium)
yutu_pkg(NETTLE nettle)
yutu_pkg(DEFLATE libdeflate)
yutu_pkg(SPATIALITE spatialite)
yutu_pkg(MICROHTTPD libmicrohttpd)
yutu_pkg(CAIRO cairo)
yutu_pkg(HARFBUZZ harfbuzz)
yutu_pkg(FREETYPE freetype2)
yutu_pkg(PNG libpng)
yutu_pkg(OPENCC opencc)
yutu_pkg(READOSM readosm)
yutu_pkg(ZIP libzip)

find_package(SQLite3 QUIET)
yutu_require(SQLite3_FOUND "SQLite 3")
find_package(GEOS CONFIG QUIET)
yutu_require(GEOS_FOUND "GEOS")
find_package(PROJ CONFIG QUIET)
yutu_require(PROJ_FOUND "PROJ")
find_package(GDAL CONFIG QUIET)
yutu_require(GDAL_FOUND "GDAL")

# The files of libraries that are not linked but loaded (yutu_late in Library.cmake).
function(yutu_file out target)
    get_target_property(configuration ${target} IMPORTED_CONFIGURATIONS)
    list(GET configuration 0 configuration)
    get_target_property(file ${target} IMPORTED_LOCATION_${configuration})
    set(${out} ${file} PARENT_SCOPE)
endfunction()
yutu_file(YUTU_PROJ_FILE PROJ::proj)
yutu_file(YUTU_GDAL_FILE GDAL::GDAL)
list(GET SPATIALITE_LINK_LIBRARIES 0 YUTU_SPATIALITE_FILE)

find_package(ICU QUIET COMPONENTS uc i18n)
yutu_require(ICU_FOUND "ICU")
find_package(Threads REQUIRED)

if(YUTU_TESTS OR YUTU_FUZZ)
    yutu_pkg(CMOCKA cmocka)
endif()
