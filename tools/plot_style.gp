# One look for all pictures of the documentation; `load`ed after the size of the picture is known.
set datafile separator ","
set grid xtics ytics lc rgb "#d8dce2" lw 1
set border 3 lc rgb "#5a6472"
set tics nomirror
ours = "#14508c"
other = "#b3541e"
third = "#3a7d44"
fourth = "#7a4f9a"
bound = "#5a6472"
quiet = "#9aa3ae"
font = "Lato,Helvetica,sans-serif,13"
